import { cpuDevices } from '../../workers/api';
import { acceleratorCandidates, tryAccelerators } from '../devices/accelerators';
import { Discovery } from '../devices/discovery/discover';
import { nodeProcessHost } from './locations';
import type { Reporter } from './reporter';

/** What this machine can denoise on, and what else it has. */
export async function listDevices(reporter: Reporter): Promise<void> {
  const machine = await new Discovery().machine();
  const { host, adapters, links, problems } = machine;
  const processes = nodeProcessHost();
  const accelerators = await tryAccelerators(processes, acceleratorCandidates(adapters, process.platform));
  const devices = cpuDevices(host.cores);
  const memory = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  const label = (key: string): string => {
    const adapter = adapters.find((known) => known.key === key);
    return [adapter?.name, adapter?.badge].filter(Boolean).join(' ');
  };
  const nodes = host.nodes.length > 1 ? ` on ${host.nodes.length} NUMA nodes` : '';
  const lines = [
    `${host.processor}, ${host.cores} cores${nodes}, ${memory(host.memory.total)} of memory`,
    `Up to ${host.cores} CPU devices: ${devices.map(({ id }) => id).join(', ')} (the cores are shared out among those used)`,
    ...accelerators.map(
      ({ spec, name, failure }) => failure?.message ?? `${spec.id}: ${name}, ready to be used`,
    ),
    ...adapters.map(({ key, memory: own, pciBusId, celsius }) =>
      [
        label(key),
        own && memory(own.total),
        pciBusId && `at ${pciBusId}`,
        celsius !== null && `${celsius} °C`,
      ]
        .filter(Boolean)
        .join(', '),
    ),
    ...links.map(({ between: [a, b], kind }) => `${label(a)} – ${label(b)}: ${kind}`),
    ...problems,
  ];
  reporter.done(lines.join('\n'), {
    type: 'devices',
    processor: host.processor,
    cores: host.cores,
    devices: [
      ...accelerators.filter(({ failure }) => failure === undefined).map(({ spec }) => spec),
      ...devices,
    ],
    problems: accelerators.flatMap(({ failure }) => failure?.toValue() ?? []),
    machine,
  });
}
