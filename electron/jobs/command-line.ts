import type { Device, JobDraft } from '../contract';
import { virtualDeviceText } from '../devices/device-text';
import { planOf } from './draft-plan';
import { requestArguments } from './request-arguments';

export type CommandLineOptions = {
  readonly bundle: string;
  /** Where the source picture of the draft lies, if it has one. */
  readonly picture: string;
  /** All devices of the app: how many there are decides how the cores are shared out. */
  readonly devices: readonly Device[];
  /** How this installation's command line is called. */
  readonly program: string;
  readonly platform: NodeJS.Platform;
};

/** The command that makes the same as the draft, bit for bit, quoted for the platform's shell. */
export function commandLine(
  draft: JobDraft,
  { bundle, picture, devices, program, platform }: CommandLineOptions,
): string {
  const { request, parallelism } = draft;
  const used = planOf(draft).devices;
  const others = devices.filter(({ id, kind }) => kind === 'cpu' && !used.includes(id)).map(({ id }) => id);
  const { degree, batch = 1, warmup, cooldown, reuse } = parallelism;
  const plan =
    degree === 1
      ? ['--plan', 'sequential']
      : [
          ...['--plan', 'parastep', '--degree', degree],
          ...(batch > 1 ? ['--batch-steps', batch] : []),
          ...['--warmup', warmup, '--cooldown', cooldown, '--reuse', reuse],
        ];
  const args = [
    'generate',
    ...['--bundle', bundle],
    ...requestArguments(request, picture),
    ...['--devices', [...used, ...others].map((id) => deviceText(id, devices)).join(',')],
    ...plan,
    ...['--out', request.kind === 'text-to-audio' ? 'sound.wav' : 'clip.webp'],
  ];
  const quote = platform === 'win32' ? quoteForPowerShell : quoteForPosix;
  return [program, ...args.map((value) => quote(String(value)))].join(' ');
}

function deviceText(id: string, devices: readonly Device[]): string {
  const device = devices.find((known) => known.id === id);
  return device?.kind === 'virtual' ? virtualDeviceText(id, device.model) : id;
}

const PLAIN = /^[A-Za-z0-9_\-+=.,:/@%]+$/;

function quoteForPosix(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function quoteForPowerShell(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "''")}'`;
}
