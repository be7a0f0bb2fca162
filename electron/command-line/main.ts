/** The command line. It drives the same engine as the window, in plain Node. */
import { join, resolve } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { readResult } from '../export/frame-source';
import { checkResultDestination } from '../export/write-result';
import { type BenchOptions, bench } from './bench';
import { demoModel, type Told } from './demo-model';
import { DEVICE_LIST_HELP, deviceList } from './device-list';
import { EXIT } from './exit-codes';
import { fetchCuda } from './fetch-cuda';
import { type GenerateOptions, generate } from './generate';
import { addPlanOptions, type JobOptions } from './job-options';
import { listDevices } from './listings';
import { bundledModelsFolder } from './locations';
import { addModelCommands } from './models';
import { degreeList, positiveNumber, reuseList, wholeNumber } from './numbers';
import { showPlan } from './plan';
import { type Common, JSON_OPTION, report } from './report';
import type { Reporter } from './reporter';
import { addPictureOptions, addRequestOptions } from './request-options';
import { exportTrace, type TraceOptions } from './trace';

type ExportOptions = Common & { readonly out: string; readonly overwrite?: boolean };

const OUT_OPTION = [
  '--out <file>',
  'where to write: .webp, .gif, .mp4 or a folder for PNG frames; .wav, .flac, .ogg or .opus for a sound',
] as const;

function commandLine(): Command {
  const program = new Command('parastep')
    .description(
      'Makes video and sound from prompts and pictures on all devices at once, with step-parallel diffusion.',
    )
    .exitOverride()
    .showHelpAfterError('(add --help for all options)')
    .addHelpText('after', EXIT_HELP);
  const models = bundledModelsFolder();

  addRequestOptions(addPlanOptions(program.command('generate'), join(models, 'demo-text-to-video')))
    .description('make a clip')
    .requiredOption(...OUT_OPTION)
    .option('--overwrite', 'replace an existing file')
    .option('--job-folder <folder>', 'keep raw frames, result and telemetry here')
    .option(...JSON_OPTION)
    .action((options: GenerateOptions & Common, command: Command) => {
      const bundle = bundleFor(command, models);
      return report(options, (reporter) => generate({ ...options, bundle }, reporter));
    });
  addPlanOptions(program.command('plan'), join(models, 'demo-text-to-video'))
    .description('draw the plan of a job and its ideal speed-up without running it')
    .option(...JSON_OPTION)
    .action((options: JobOptions & Common) => report(options, (reporter) => showPlan(options, reporter)));
  const devices = program.command('devices').description('list the devices of this machine, or ready them');
  devices
    .command('list', { isDefault: true })
    .description('list the devices of this machine')
    .option(...JSON_OPTION)
    .action((options: Common) => report(options, async (reporter) => listDevices(reporter)));
  devices
    .command('fetch-cuda')
    .description('download ONNX Runtime’s CUDA libraries, which NVIDIA cards need on Linux')
    .option('--yes', 'agree to the download')
    .option(...JSON_OPTION)
    .action((options: Common & { yes?: boolean }) =>
      report(options, (reporter) => fetchCuda(options, reporter)),
    );
  addModelCommands(program.command('models').description('list, install, verify and remove models'));
  program
    .command('export')
    .argument('<job-folder>', 'folder of a finished job')
    .description('write the clip of a finished job once more')
    .requiredOption(...OUT_OPTION)
    .option('--overwrite', 'replace an existing file')
    .option(...JSON_OPTION)
    .action((folder: string, options: ExportOptions) =>
      report(options, (reporter) => exportJob(resolve(folder), options, reporter)),
    );
  program
    .command('trace')
    .argument('<job-folder>', 'folder of a job, finished or not')
    .description('write what every device did in a job')
    .requiredOption('--out <file>', 'where to write: .json (Chrome trace, for Perfetto), .csv or .html')
    .option('--overwrite', 'replace an existing file')
    .option(...JSON_OPTION)
    .action((folder: string, options: TraceOptions & Common) =>
      report(options, (reporter) => exportTrace(folder, options, reporter)),
    );
  addPictureOptions(program.command('bench'))
    .description(
      'measure sequential and parallel plans on the same seeds, or rehearse the workloads of the paper',
    )
    .addOption(new Option('--preset <name>', 'rehearse on virtual devices instead').choices(['paper']))
    .option('--step-ms <ms>', "the preset's time of an evaluation", positiveNumber, 50)
    .option('--bundle <folder>', 'model bundle to measure', join(models, 'demo-text-to-video'))
    .option('--devices <list>', DEVICE_LIST_HELP, deviceList)
    .option('--degrees <list>', 'devices at work at the same time, such as 2,4 (default: all)', degreeList)
    .option(
      '--batch-steps <list>',
      'steps that a device predicts in one run, such as 1,2, with each degree and on one device alone',
      degreeList,
      [1],
    )
    .option('--reuse <list>', 'reuse strategies to measure', reuseList, ['own'])
    .option('--steps <n>', 'denoising steps', wholeNumber(1))
    .option('--warmup <w>', 'exact steps at the start', wholeNumber(0))
    .option('--cooldown <c>', 'exact steps at the end', wholeNumber(0))
    .option('--prompt <text>', "what to make (default: the model's examples)")
    .option('--seeds <n>', 'seeds to measure each plan with', wholeNumber(1), 3)
    .option('--out <file>', 'save the report as JSON')
    .option('--compare <file>', 'compare with an earlier report')
    .option(...JSON_OPTION)
    .action((options: BenchOptions & Common, command: Command) => {
      const bundle = bundleFor(command, models);
      return report(options, (reporter) => bench({ ...options, bundle }, reporter));
    });
  return program;
}

/** The bundle that was asked for; where none was, the demo model that is meant. */
function bundleFor(command: Command, models: string): string {
  const { bundle, ...told } = command.opts<Told & { readonly bundle: string }>();
  return command.getOptionValueSource('bundle') === 'default' ? join(models, demoModel(told)) : bundle;
}

async function exportJob(
  folder: string,
  { out, overwrite = false }: ExportOptions,
  reporter: Reporter,
): Promise<void> {
  const result = await readResult(folder);
  const { media } = result;
  const shape = media.kind === 'audio' ? ({ kind: 'audio', count: media.waveforms } as const) : media;
  const { paths, write } = await checkResultDestination(out, shape, { overwrite });
  await write(folder, result);
  reporter.done(paths.join('\n'), { type: 'exported', file: paths[0], files: paths });
}

const EXIT_HELP = `
Exit codes: ${EXIT.ok} done, ${EXIT.request} the request was refused, ${EXIT.bundle} the model cannot be used,
${EXIT.device} a device failed, ${EXIT.output} the result could not be written, ${EXIT.cancelled} cancelled, ${EXIT.internal} anything else.`;

commandLine()
  .parseAsync()
  .catch((error: unknown) => {
    // Commander has told the user already; help and version are no errors.
    const isHelp = error instanceof CommanderError && error.exitCode === 0;
    if (!(error instanceof CommanderError)) process.stderr.write(`parastep: ${String(error)}\n`);
    process.exitCode = isHelp ? EXIT.ok : EXIT.request;
  });
