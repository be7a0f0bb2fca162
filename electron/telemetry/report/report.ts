import {
  idealSpeedupOn,
  speedupSoFar,
  stageSchema,
  stepRows,
  summariseDrift,
  summariseLoad,
  titleOf,
} from '../../../workers/api';
import type { WorkRecord } from '../work-record';
import { Html, html } from './html';
import { stepPlot, timelinePlot } from './plots';
import { STYLE } from './style';

/** A page that stands by itself: no script, no file and no address beside it, and a policy that holds it to that. */
export function htmlReport(record: WorkRecord): string {
  const { devices, events, plan, model, outcome } = record;
  const rows = stepRows(events);
  const title = titleOf(record.request);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – ParaStep telemetry</title>
<style>${style}</style>
</head>
<body>
<h1>${title}</h1>
<p class="dim">${model}, ${plan.degree === 1 ? 'sequential' : `ParaStep degree ${plan.degree}`} on ${devices.join(', ')}</p>
${ending(record)}
<h2>Speed</h2>
${speed(record)}
<h2>Timeline</h2>
<p class="dim">Blue computes, hatched orange exchanges, the thin grey line waits.</p>
${timelinePlot(record)}
${deviceTable(record)}
<h2>Steps</h2>
${stepPlot(rows, plan.steps, { title: 'Latency', value: ({ latencyMs }) => latencyMs, say: milliseconds })}
${stepPlot(rows, plan.steps, { title: 'Bytes sent', value: ({ bytes }) => bytes, say: bytesText })}
${stepPlot(rows, plan.steps, { title: 'Drift', value: ({ drift }) => drift, say: (value) => String(Number(value.toPrecision(3))) })}
<p class="dim">Drift is the relative distance of the reused noise to the noise then predicted: 0 is no difference.</p>
<details><summary>${rows.length} of ${plan.steps} steps as a table</summary>${stepTable(rows)}</details>
<h2>Settings</h2>
${settings(record)}
<p class="dim">${outcome.state === 'finished' ? 'Made' : 'Written'} by ParaStep Studio.</p>
</body>
</html>
`;
  return page.text;
}

const style = new Html(STYLE);

function ending({ outcome, events, plan }: WorkRecord): Html {
  if (outcome.state === 'finished') return html``;
  const reached = `${stepRows(events).length} of ${plan.steps} steps had been evaluated.`;
  if (outcome.state === 'running') return html`<p class="failure"><b>Still running.</b> ${reached}</p>`;
  return html`<p class="failure"><b>This job was ${outcome.state === 'failed' ? 'not finished: it failed' : outcome.state}.</b> ${'reason' in outcome ? outcome.reason : ''} ${reached}</p>`;
}

function speed({ plan, events, devices, timings }: WorkRecord): Html {
  const load = summariseLoad(devices, events);
  const drift = summariseDrift(events);
  const shown = speedupSoFar(plan, events);
  const facts: [string, string][] = [
    ['Ideal speed-up', times(idealSpeedupOn(plan, events))],
    ...(shown === undefined
      ? []
      : [
          [
            'Achieved speed-up',
            `${times(shown.achieved)} where ${times(shown.ideal)} is ideal, at the pace of the job's own steps that ran alone (${milliseconds(shown.stepMs)} each)`,
          ] as [string, string],
        ]),
    ['Devices at work', `${load.concurrency.toFixed(2)} on average`],
    ...(drift === undefined
      ? []
      : [
          [
            'Drift',
            `${drift.mean.toFixed(3)} on average, at most ${drift.greatest.toFixed(3)} in step ${drift.greatestStep}`,
          ] as [string, string],
        ]),
    ...(timings === undefined
      ? []
      : stageSchema.options.flatMap((stage): [string, string][] => {
          const length = timings.stages[stage];
          return length === undefined ? [] : [[`Stage: ${stage}`, milliseconds(length)]];
        })),
    ...(timings === undefined ? [] : [['The whole job', milliseconds(timings.total)] as [string, string]]),
  ];
  return factTable(facts);
}

function deviceTable({ devices, events }: WorkRecord): Html {
  const rows = summariseLoad(devices, events).devices.map(
    ({ device, evaluations, computeMs, exchangeMs, busy, bytes }) =>
      html`<tr><td>${device}</td><td>${evaluations}</td><td>${milliseconds(computeMs)}</td><td>${milliseconds(exchangeMs)}</td><td>${Math.round(busy * 100)} %</td><td>${bytesText(bytes)}</td></tr>`,
  );
  return html`<table><thead><tr><th>Device</th><th>Evaluations</th><th>Computed</th><th>Exchanged</th><th>Busy</th><th>Sent</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function stepTable(rows: ReturnType<typeof stepRows>): Html {
  const lines = rows.map(
    ({ step, kind, slot, devices, latencyMs, computeMs, bytes, drift }) =>
      html`<tr><td>${step + 1}</td><td>${kind}</td><td>${slot}</td><td>${devices.join(', ')}</td><td>${milliseconds(latencyMs)}</td><td>${milliseconds(computeMs)}</td><td>${bytesText(bytes)}</td><td>${drift === undefined ? '' : drift.toFixed(4)}</td></tr>
`,
  );
  return html`<table><thead><tr><th>Step</th><th>Kind</th><th>Slot</th><th>Device</th><th>Latency</th><th>Computed</th><th>Sent</th><th>Drift</th></tr></thead><tbody>${lines}</tbody></table>`;
}

/** A picture or a sound among the settings is no text to show. */
const LONGEST_SETTING = 4000;

function settings({ request, plan, reuse, devices }: WorkRecord): Html {
  const asked = Object.entries(request).flatMap(([name, value]): [string, string][] => {
    const plain = ['string', 'number', 'boolean'].includes(typeof value);
    const text = String(value);
    return plain && text !== '' && text.length <= LONGEST_SETTING ? [[words(name), text]] : [];
  });
  return factTable([
    ...asked,
    ['Degree', String(plan.degree)],
    ['Warm-up', String(plan.warmup)],
    ['Cool-down', String(plan.cooldown)],
    ['Reuse', reuse],
    ['Devices', devices.join(', ')],
  ]);
}

function factTable(facts: readonly (readonly [string, string])[]): Html {
  const rows = facts.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`);
  return html`<table class="facts"><tbody>${rows}</tbody></table>`;
}

/** `guidanceScale` as `Guidance scale`. */
const words = (name: string): string => {
  const spaced = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
};

const times = (factor: number): string => `${factor.toFixed(2)}×`;

const milliseconds = (value: number): string =>
  value < 1000 ? `${Number(value.toPrecision(3))} ms` : `${Number((value / 1000).toPrecision(3))} s`;

function bytesText(value: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  const power = value < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
  return `${Number((value / 1000 ** power).toPrecision(3))} ${units[power]}`;
}
