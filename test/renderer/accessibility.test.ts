/** Every page and state through axe, in both colour schemes. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Studio, startStudio } from './browser';
import { dragFiles, dropPictures } from './drag';
import type { Scenario } from './fake-bridge';

type State = { readonly scenario: Scenario; readonly reach: (page: Page) => Promise<unknown> };

/** Goes to a page, and waits for it: some are fetched when they are opened. */
const open = (name: string) => async (page: Page) => {
  await page.getByRole('navigation').getByRole('button', { name }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
};

const generate = async (page: Page, prompt: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill(prompt);
  await page.getByRole('button', { name: 'Generate' }).click();
};

async function openSound(page: Page): Promise<void> {
  await open('Library')(page);
  await page.getByRole('button', { name: /^Open “a piano/ }).click();
  await page.getByRole('button', { name: 'Open in Create' }).click();
  await page.getByRole('button', { name: /^Play/ }).first().waitFor();
}

const openReport = async (page: Page, name: RegExp): Promise<void> => {
  await open('Benchmark')(page);
  await page.getByRole('region', { name: 'Saved reports' }).getByRole('button', { name }).first().click();
};

const compareTwins = async (page: Page): Promise<void> => {
  await open('Library')(page);
  const boxes = page.getByRole('checkbox', { name: /^Select/ });
  await boxes.first().waitFor();
  for (const box of await boxes.all()) await box.check();
  await page.getByRole('button', { name: 'Compare' }).click();
  await page.getByRole('heading', { level: 1, name: 'Compare' }).waitFor();
};

const STATES: Readonly<Record<string, State>> = {
  'the empty form': { scenario: {}, reach: async () => {} },
  'a plan by hand': {
    scenario: { devices: 4 },
    reach: async (page) => {
      await page.getByRole('button', { name: /^Clip/ }).click();
      await page.getByRole('button', { name: /Parallelism/ }).click();
      await page.getByText('By hand').click();
      await page.getByRole('button', { name: 'Show as a table' }).click();
    },
  },
  'a running job': {
    scenario: { runningAt: 30, waiting: 1 },
    reach: (page) => page.getByText(/step 30 of 50/).waitFor(),
  },
  'a finished clip': {
    scenario: { speed: 20 },
    reach: async (page) => {
      await generate(page, 'a red balloon');
      await page.getByRole('toolbar', { name: 'Player' }).waitFor();
    },
  },
  'the save dialog': {
    scenario: { speed: 20 },
    reach: async (page) => {
      await generate(page, 'a red balloon');
      await page.getByRole('button', { name: 'Save…' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  'a failed job': {
    scenario: { speed: 20 },
    reach: async (page) => {
      await generate(page, 'this will fail');
      await page.getByText('This clip could not be made').waitFor();
    },
  },
  'a full queue': { scenario: { runningAt: 20, waiting: 3, ended: true }, reach: open('Queue') },
  'an empty queue': { scenario: {}, reach: open('Queue') },
  'the library': { scenario: { results: 6 }, reach: open('Library') },
  'the details of a clip': {
    scenario: { results: 6 },
    reach: async (page) => {
      await open('Library')(page);
      await page.getByRole('button', { name: /^Open/ }).first().click();
      await page.getByText(/Drift/).waitFor();
    },
  },
  'the telemetry of a clip': {
    scenario: { results: 6 },
    reach: async (page) => {
      await open('Library')(page);
      await page.getByRole('button', { name: /^Open/ }).first().click();
      await page.getByRole('button', { name: 'Full telemetry' }).click();
      await page.getByRole('button', { name: 'Show the steps as a table' }).click();
      await page.getByRole('application', { name: /^Timeline of/ }).press('ArrowRight');
      await page.getByText(/Step \d+, slot 0/).waitFor();
    },
  },
  'the sound form': {
    scenario: { sounds: 1 },
    reach: async (page) => {
      await page.getByRole('radiogroup', { name: 'Mode' }).getByText('Text → Audio').click();
      await page.getByText('What should be heard?').waitFor();
    },
  },
  'a finished sound': { scenario: { sounds: 1 }, reach: (page) => openSound(page) },
  'variants of a sound': { scenario: { sounds: 3 }, reach: (page) => openSound(page) },
  'the save dialog of a sound': {
    scenario: { sounds: 3 },
    reach: async (page) => {
      await openSound(page);
      await page.getByRole('button', { name: 'Save…' }).click();
      await page.getByRole('dialog').locator('button[type="submit"]:enabled').waitFor();
    },
  },
  'two clips beside each other': {
    scenario: { twins: true },
    reach: async (page) => {
      await compareTwins(page);
      await page.getByText(/over all frames/).waitFor();
    },
  },
  'the difference of two clips': {
    scenario: { twins: true },
    reach: async (page) => {
      await compareTwins(page);
      await page.getByText('Difference', { exact: true }).click();
      await page.getByRole('img', { name: /^Difference/ }).waitFor();
    },
  },
  'the clips to compare with': {
    scenario: { twins: true, results: 3 },
    reach: async (page) => {
      await open('Library')(page);
      await page
        .getByRole('button', { name: /^Open “a lighthouse/ })
        .first()
        .click();
      await page.getByRole('button', { name: 'Compare with…' }).click();
      await page.getByRole('dialog', { name: 'Compare with' }).getByText('same seed').waitFor();
    },
  },
  'pictures in the form': {
    scenario: {},
    reach: async (page) => {
      await dropPictures(page, ['boat.png', 'a tower by the sea.png']);
      await page.getByRole('listitem').filter({ hasText: 'tower' }).click();
    },
  },
  'the form that waits for a picture': {
    scenario: {},
    reach: (page) => page.getByText('Image → Video').click(),
  },
  'a drag over the window': {
    scenario: { results: 2 },
    reach: async (page) => {
      await open('Library')(page);
      await dragFiles(page, [{ name: 'boat.png', bytes: [] }], ['dragover']);
      await page.getByText('Drop to make a video of it').waitFor();
    },
  },
  'an empty library': { scenario: {}, reach: open('Library') },
  models: { scenario: { installations: true }, reach: open('Models') },
  'no models': { scenario: { noModels: true }, reach: open('Models') },
  devices: { scenario: { runningAt: 25 }, reach: open('Devices') },
  'the benchmark form': { scenario: { devices: 4 }, reach: open('Benchmark') },
  'a running benchmark': {
    scenario: { measuring: true, waiting: 1 },
    reach: async (page) => {
      await open('Benchmark')(page);
      await page.getByText('Run 5 of 16 · 48 s left').waitFor();
    },
  },
  'a report of plans': {
    scenario: { reports: true },
    reach: async (page) => {
      await openReport(page, /^ParaStep Demo/);
      await page.getByRole('heading', { name: 'What was made' }).waitFor();
    },
  },
  'a report of the paper’s workloads': {
    scenario: { reports: true },
    reach: async (page) => {
      await openReport(page, /^The paper/);
      await page.getByRole('columnheader', { name: 'The paper' }).waitFor();
    },
  },
  settings: { scenario: {}, reach: open('Settings') },
  'the shortcuts': {
    scenario: {},
    reach: async (page) => {
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
};

/** Time for what fades in to have its final colours. */
const SETTLE_MS = 300;

describe('axe finds nothing', { timeout: 60_000 }, () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await startStudio();
  });
  afterAll(() => studio?.close());

  it.each(
    Object.keys(STATES).flatMap((name) => [
      [name, 'light'],
      [name, 'dark'],
    ]),
  )('in %s, %s', async (name, scheme) => {
    const state = STATES[name];
    if (state === undefined) throw new Error(`There is no state ${name}.`);
    const { page, close } = await studio.open(state.scenario, {
      scheme: scheme === 'dark' ? 'dark' : 'light',
      reducedMotion: true,
    });
    try {
      await page.getByRole('heading', { level: 1 }).waitFor();
      await state.reach(page);
      await page.waitForTimeout(SETTLE_MS);
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
        [],
      );
    } finally {
      await close();
    }
  });
});
