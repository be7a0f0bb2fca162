import { Table, Text } from '@mantine/core';
import {
  type MeasuredPlan,
  type PlanReport,
  planName,
  psnrText,
  speedupsOf,
} from '../../../electron/contract/index';
import { Hint } from '../../design/hint';
import { bytes, measured, percent, times } from '../../design/numbers';
import { median, spread } from './samples';

type Column = {
  readonly name: string;
  readonly hint?: string;
  /** One per seed; null where nothing of the kind was measured. */
  readonly samples: (plan: MeasuredPlan, report: PlanReport) => readonly number[] | null;
  readonly say: (value: number) => string;
};

const COLUMNS: readonly Column[] = [
  { name: 'Denoising', samples: ({ denoiseMs }) => denoiseMs, say: measured },
  { name: 'Whole job', samples: ({ totalMs }) => totalMs, say: measured },
  {
    name: 'Speed-up',
    hint: 'Denoising of the sequential run with the same seed, which ran just before, over that of this plan.',
    samples: (plan, report) => speedupsOf(report, plan),
    say: times,
  },
  { name: 'Ideal', samples: ({ idealSpeedup }) => [idealSpeedup], say: times },
  {
    name: 'Efficiency',
    hint: 'How much of the ideal speed-up was reached.',
    samples: (plan, report) => speedupsOf(report, plan).map((speedup) => speedup / plan.idealSpeedup),
    say: percent,
  },
  {
    name: 'Sent',
    hint: 'Bytes between the job and its devices, both ways.',
    samples: (plan) => plan.bytes,
    say: bytes,
  },
];

const NEARNESS: readonly Column[] = [
  {
    name: 'PSNR',
    hint: 'How near the clip is to the sequential one of the same seed: from about 40 dB on nobody sees a difference.',
    samples: ({ psnr }) => psnr,
    say: psnrText,
  },
  {
    name: 'SSIM',
    hint: 'How alike edges and textures are: 1 is the same clip.',
    samples: ({ ssim }) => ssim,
    say: (value) => value.toFixed(3),
  },
  {
    name: 'Spectral distance',
    hint: 'How far the levels of all frequencies are from those of the sequential sound: 0 dB is the same sound.',
    samples: ({ spectralDistance }) => spectralDistance,
    say: (value) => `${value.toFixed(2)} dB`,
  },
];

/** Every plan in a row, with medians over the seeds and how far they spread. */
export function PlansTable({ report }: { readonly report: PlanReport }) {
  const nearness = NEARNESS.filter(({ samples }) =>
    report.plans.some((plan) => samples(plan, report) !== null),
  );
  const columns = [...COLUMNS, ...nearness];
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table fz="xs" verticalSpacing={6} tabularNums>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Plan</Table.Th>
            {columns.map(({ name, hint }) => (
              <Table.Th key={name} ta="right" style={{ whiteSpace: 'nowrap' }}>
                {name} {hint !== undefined && <Hint term={name}>{hint}</Hint>}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {report.plans.map((plan) => (
            <Table.Tr key={planName(plan)}>
              <Table.Th scope="row">{planName(plan)}</Table.Th>
              {columns.map(({ name, samples, say }) => (
                <Table.Td key={name} ta="right" style={{ verticalAlign: 'top' }}>
                  <Samples samples={samples(plan, report)} say={say} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

type SamplesProps = { readonly samples: readonly number[] | null; readonly say: (value: number) => string };

function Samples({ samples, say }: SamplesProps) {
  if (samples === null) return '–';
  return (
    <>
      {median(samples, say)}
      <Text component="span" display="block" c="dimmed" fz={10} style={{ whiteSpace: 'nowrap' }}>
        {spread(samples, say)}
      </Text>
    </>
  );
}
