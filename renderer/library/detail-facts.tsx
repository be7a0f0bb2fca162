import { Table, Title } from '@mantine/core';
import type { ResultDetail, Reuse } from '../../electron/contract/index';
import { count, date, times } from '../design/numbers';

const REUSES: Readonly<Record<Reuse, string>> = {
  own: 'own',
  freshest: 'freshest',
  'extrapolate-1': 'extrapolate (line)',
  'extrapolate-2': 'extrapolate (parabola)',
};

function facts({ draft, modelTitle, createdAt, idealSpeedup, folder }: ResultDetail): [string, string][] {
  const { request, parallelism } = draft;
  const { degree, warmup, cooldown, reuse } = parallelism;
  const ways: [string, string][] =
    degree === 1
      ? [['Parallelism', 'none, one step after the other']]
      : [
          ['Parallelism', `degree ${degree}, warm-up ${warmup}, cool-down ${cooldown}`],
          ['Reuse', REUSES[reuse]],
          ['Ideal speed-up', times(idealSpeedup)],
        ];
  return [
    ['Model', modelTitle],
    ['Made', date(createdAt)],
    ...(request.negativePrompt === ''
      ? []
      : [['Negative prompt', request.negativePrompt] as [string, string]]),
    ['Seed', String(request.seed)],
    ['Steps', String(request.steps)],
    ['Guidance', `${request.guidanceScale}${request.dynamicGuidance ? ', varied over the steps' : ''}`],
    ['Size', `${request.width} × ${request.height} pixels`],
    ['Length', `${count(request.frames, 'frame')} at ${request.fps} a second`],
    ...ways,
    ['Folder', folder],
  ];
}

export function DetailFacts({ result }: { readonly result: ResultDetail }) {
  return (
    <section aria-labelledby="detail-facts">
      <Title order={2} id="detail-facts">
        Settings
      </Title>
      <Table fz="xs" verticalSpacing={4} tabularNums>
        <Table.Tbody>
          {facts(result).map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" w={120}>
                {name}
              </Table.Th>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
