/** What a user does, in a browser of the system on the fake bridge; the real app has its own tests. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requests, type Studio, startStudio, type View, visit as visitIn } from './browser';
import type { Scenario } from './fake-bridge';

describe('the window', { timeout: 120_000 }, () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await startStudio();
  });
  afterAll(() => studio?.close());

  const visit = (scenario: Scenario, act: (page: Page) => Promise<void>, view?: View): Promise<void> =>
    visitIn(studio, scenario, act, view);

  const prompt = (page: Page) => page.getByRole('textbox', { name: 'Prompt', exact: true });
  const generateButton = (page: Page) => page.getByRole('button', { name: /Generate|Add to the queue/ });
  const open = (page: Page, name: string) =>
    page.getByRole('navigation').getByRole('button', { name }).click();
  async function makeClip(page: Page): Promise<void> {
    await prompt(page).fill('a red balloon rising');
    await expect.poll(() => generateButton(page).isEnabled()).toBe(true);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('toolbar', { name: 'Player' }).waitFor();
  }

  it('makes a clip by keyboard alone, steps through it and plays it', () =>
    visit({ speed: 20 }, async (page) => {
      await makeClip(page);
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
      const position = page.getByRole('slider', { name: 'Position' });
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => position.getAttribute('aria-valuenow')).toBe('2');
      await page.keyboard.press('ArrowLeft');
      await expect.poll(() => position.getAttribute('aria-valuenow')).toBe('1');
      await page.keyboard.press('Space');
      await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
    }));

  it('keeps the stage in its place from start to end', () =>
    visit({ speed: 2 }, async (page) => {
      const picture = page.getByRole('region', { name: 'Stage' }).locator('> div > div').first();
      const before = await picture.boundingBox();
      await prompt(page).fill('a red balloon rising');
      await expect.poll(() => generateButton(page).isEnabled()).toBe(true);
      await generateButton(page).click();
      await page.getByRole('img', { name: /^Preview after step/ }).waitFor();
      expect(await picture.boundingBox()).toEqual(before);
      await page.getByRole('toolbar', { name: 'Player' }).waitFor();
      expect(await picture.boundingBox()).toEqual(before);
      // On the line under the picture, about as wide as it: our styles count more than those of the library of components.
      const scrubber = await page.getByRole('slider', { name: 'Position' }).locator('../..').boundingBox();
      expect(scrubber?.width).toBeGreaterThan(0.9 * (before?.width ?? Number.NaN));
    }));

  it.each([
    ['MP4', (bytes: string) => bytes.slice(4, 8) === 'ftyp' && bytes.includes('avc1')],
    ['WebM VP9', (bytes: string) => bytes.startsWith('\x1aE\xdf\xa3') && bytes.includes('V_VP9')],
    ['WebM, small AV1', (bytes: string) => bytes.startsWith('\x1aE\xdf\xa3') && bytes.includes('V_AV1')],
    ['Animated WebP', (bytes: string) => bytes.startsWith('RIFF') && bytes.slice(8, 12) === 'WEBP'],
    ['GIF', (bytes: string) => bytes.startsWith('GIF89a')],
    ['PNG frames', (bytes: string) => bytes.startsWith('\x89PNG')],
  ])('saves %s with the settings inside', (format, isFormat) =>
    visit({ speed: 20 }, async (page) => {
      await makeClip(page);
      await page.keyboard.press('Control+s');
      const choice = page.getByRole('radio', { name: new RegExp(`^${format}`) });
      const save = page.getByRole('dialog').getByRole('button', { name: 'Save…' });
      await expect.poll(() => save.isEnabled()).toBe(true);
      await choice.click();
      await save.click();
      await page.getByText(/^Saved as/).waitFor();
      const bytes = await page.evaluate(() => {
        const [parts] = window.studioRecord?.files.values() ?? [];
        return (parts ?? [])
          .map((part) => Array.from(part, (byte) => String.fromCharCode(byte)).join(''))
          .join('');
      });
      expect(isFormat(bytes)).toBe(true);
      expect(bytes).toContain('"application":"ParaStep Studio"');
      expect(await requests(page, 'export.finish')).toMatchObject([{ sidecar: null }]);
    }),
  );

  it('leaves the settings out when they are not wanted', () =>
    visit({ speed: 20, settings: { embedSettings: false } }, async (page) => {
      await makeClip(page);
      await page.keyboard.press('Control+s');
      await page.getByRole('radio', { name: /^GIF/ }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Save…' }).click();
      await page.getByText(/^Saved as/).waitFor();
      const found = await page.evaluate(() =>
        [...(window.studioRecord?.files.values() ?? [])]
          .flat()
          .some((part) => new TextDecoder('latin1').decode(part).includes('ParaStep')),
      );
      expect(found).toBe(false);
    }));

  it('takes a file back that could not be written, and says why', () =>
    visit({ speed: 20, refuse: { 'export.write': 'The disk is full: free some space.' } }, async (page) => {
      await makeClip(page);
      await page.keyboard.press('Control+s');
      await page.getByRole('radio', { name: /^GIF/ }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Save…' }).click();
      await page.getByText('The disk is full: free some space.').waitFor();
      expect(await requests(page, 'export.abort')).toHaveLength(1);
      expect(await requests(page, 'export.finish')).toHaveLength(0);
    }));

  it('has the file ready when the clip is dragged out', () =>
    visit({ speed: 20 }, async (page) => {
      await makeClip(page);
      const handle = page.getByRole('button', { name: 'Drag the clip out of the window' });
      await handle.hover();
      await expect.poll(() => requests(page, 'export.finish')).toHaveLength(1);
      await expect.poll(() => handle.isEnabled()).toBe(true);
      await handle.dispatchEvent('dragstart');
      await expect.poll(() => requests(page, 'export.startDrag')).toHaveLength(1);
    }));

  it('asks once before it cancels', () =>
    visit({ runningAt: 20 }, async (page) => {
      await page.getByText(/step 20 of 50/).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Let it run' }).click();
      expect(await requests(page, 'queue.cancel')).toHaveLength(0);
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Cancel the job' }).click();
      await page.getByText('Cancelled', { exact: true }).waitFor();
      expect(await requests(page, 'queue.cancel')).toHaveLength(1);
    }));

  it('says what is wrong at the field and beside the button', () =>
    visit({}, async (page) => {
      await prompt(page).fill('a red balloon');
      await page.getByRole('button', { name: /^Clip/ }).click();
      const width = page.getByRole('textbox', { name: 'Width' });
      await width.fill('70');
      await expect.poll(() => generateButton(page).isDisabled()).toBe(true);
      const sentence = 'This model makes multiples of 16 pixels, such as 64.';
      expect(await page.getByText(sentence).count()).toBe(2);
      await width.fill('64');
      await expect.poll(() => generateButton(page).isEnabled()).toBe(true);
    }));

  it('says before a clip is made whether its model fits into memory', () =>
    visit({}, async (page) => {
      await prompt(page).fill('a red balloon');
      await page.getByText('It fits: about 0.4 GB of 22.1 GB on the computer.').waitFor();
    }));

  it('warns of a model that does not fit, and lets it be tried', () =>
    visit({ shortOfMemory: true }, async (page) => {
      await prompt(page).fill('a red balloon');
      await page.getByText(/^It does not fit: .* Choose a smaller size/).waitFor();
      expect(await generateButton(page).isEnabled()).toBe(true);
    }));

  it('refuses an impossible plan with a sentence and draws a possible one', () =>
    visit({ devices: 4 }, async (page) => {
      await prompt(page).fill('a red balloon');
      await page.getByRole('button', { name: /Parallelism/ }).click();
      await page.getByText('By hand').click();
      const degree = page.getByRole('textbox', { name: 'Degree' });
      await degree.fill('9');
      await page
        .getByText(/Degree 9 needs 5 devices/)
        .first()
        .waitFor();
      await degree.fill('3');
      await page.getByRole('img', { name: /the others 3 at a time/ }).waitFor();
      await page.getByRole('textbox', { name: 'Steps in a run' }).fill('2');
      await degree.fill('8');
      await page.getByRole('img', { name: /the others 8 at a time, up to 2 in one run/ }).waitFor();
      await page.getByText(/where a run of several steps takes no longer than one/).waitFor();
      await page.getByRole('button', { name: 'Show as a table' }).click();
      await page.getByRole('columnheader', { name: 'cpu:2' }).waitFor();
      await page
        .getByRole('cell', { name: /^\d+ \+ \d+$/ })
        .first()
        .waitFor();
    }));

  it('takes a paste of 100,000 characters and warns that it will be cut', () =>
    visit({}, async (page) => {
      await prompt(page).fill('word '.repeat(20_000));
      await page.getByText(/The last 19,969 tokens will be cut/).waitFor();
      expect(await generateButton(page).isEnabled()).toBe(true);
    }));

  it('remembers the fields after a reload', () =>
    visit({}, async (page) => {
      await prompt(page).fill('a leaf falling');
      await page.getByRole('button', { name: 'Keep the seed' }).click();
      const seed = await page.getByRole('textbox', { name: 'Seed' }).inputValue();
      await page.waitForTimeout(500);
      await page.reload();
      await expect.poll(() => prompt(page).inputValue()).toBe('a leaf falling');
      expect(await page.getByRole('textbox', { name: 'Seed' }).inputValue()).toBe(seed);
    }));

  it('reorders the queue by keyboard', () =>
    visit({ runningAt: 20, waiting: 3 }, async (page) => {
      await open(page, 'Queue');
      const handles = page.getByRole('button', { name: /^Move/ });
      await handles.nth(2).focus();
      await page.keyboard.press('Space');
      await page.waitForTimeout(300);
      await page.keyboard.press('ArrowUp');
      await page.waitForTimeout(300);
      await page.keyboard.press('Space');
      await expect.poll(() => requests(page, 'queue.move')).toEqual([{ job: 'job-4', before: 'job-3' }]);
      expect(await handles.nth(1).getAttribute('aria-label')).toMatch(/snowflake/);
    }));

  it('finds, opens and trashes clips of the library', () =>
    visit({ results: 12 }, async (page) => {
      await open(page, 'Library');
      await page.getByRole('searchbox').fill('rocket');
      const cards = page.getByRole('button', { name: /^Open/ });
      await expect.poll(() => cards.count()).toBe(2);
      await cards.first().press('Enter');
      await page.getByRole('dialog').getByText('a rocket taking off at night', { exact: true }).waitFor();
      await page.getByText(/Drift/).waitFor();
      await page.getByRole('button', { name: 'Move to trash' }).click();
      const question = page.getByRole('dialog', { name: 'Move 1 result to the trash?' });
      await question.getByRole('button', { name: 'Move to trash' }).click();
      await expect.poll(() => cards.count()).toBe(1);
      expect(await requests(page, 'library.trash')).toEqual([{ results: ['result-7'] }]);
    }));

  it('plays two selected clips as one, measures them and tells how they were made', () =>
    visit({ twins: true }, async (page) => {
      await open(page, 'Library');
      const boxes = page.getByRole('checkbox', { name: /^Select/ });
      await boxes.first().check();
      const compare = page.getByRole('button', { name: 'Compare', exact: true });
      expect(await compare.getAttribute('aria-disabled')).toBe('true');
      await boxes.nth(1).check();
      await compare.click();

      await page.getByText('B was denoised 1.72× as fast as A.').waitFor();
      const frames = page.getByRole('region', { name: 'PSNR and SSIM of each frame' }).locator('tbody tr');
      await expect.poll(() => frames.count()).toBe(17);
      await page.getByText(/^PSNR \d+\.\d dB over all frames, least \d+\.\d dB in frame \d+$/).waitFor();
      await frames.nth(4).click();
      expect(await page.getByRole('slider', { name: 'Position' }).getAttribute('aria-valuenow')).toBe('4');

      await page.getByText('Wipe', { exact: true }).click();
      const edge = page.getByRole('slider', { name: 'Edge between A and B' });
      await edge.press('ArrowLeft');
      expect(await edge.getAttribute('aria-valuetext')).toBe('49 % A');
      await page.getByText('Difference', { exact: true }).click();
      const difference = page.getByRole('img', { name: 'Difference of A and B, 4 times as bright' });
      const brightest = await difference.evaluate((canvas: HTMLCanvasElement) => {
        const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        return Math.max(...Array.from(pixels).filter((_, i) => i % 4 !== 3));
      });
      expect(brightest).toBeGreaterThan(0);
      expect(brightest).toBeLessThan(50);
    }));

  it('offers the same clip made otherwise first, and swaps the two', () =>
    visit({ twins: true, results: 3 }, async (page) => {
      await open(page, 'Library');
      const lighthouses = page.getByRole('button', { name: /^Open “a lighthouse/ });
      await lighthouses.last().click();
      await page.getByRole('button', { name: 'Compare with…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Compare with' });
      const offered = dialog.getByRole('listitem');
      await expect.poll(() => offered.count()).toBe(4);
      expect(await offered.first().textContent()).toMatch(/a lighthouse.*degree 2 on 2 devices.*same seed/);
      await dialog.getByRole('searchbox').fill('rocket');
      await expect.poll(() => offered.count()).toBe(1);
      await dialog.getByRole('searchbox').fill('');
      await expect.poll(() => offered.count()).toBe(4);
      await offered.first().getByRole('button').click();
      await page
        .getByRole('region', { name: 'A', exact: true })
        .getByText(/, 1 device$/)
        .waitFor();
      await page.getByRole('button', { name: 'Swap A and B' }).click();
      await page
        .getByRole('region', { name: 'B', exact: true })
        .getByText(/, 1 device$/)
        .waitFor();
      await page.getByRole('button', { name: 'Back to Library' }).click();
      await lighthouses.first().waitFor();
    }));

  it('measures plans, shows what came of it, compares it with an earlier report and throws that away', () =>
    visit({ reports: true, devices: 4 }, async (page) => {
      await prompt(page).fill('a red balloon');
      await open(page, 'Benchmark');
      await page
        .getByRole('group', { name: /^At the same time/ })
        .getByText('2', { exact: true })
        .click();
      await page.getByRole('checkbox', { name: 'Freshest' }).check();
      await page.getByRole('textbox', { name: 'Seeds' }).fill('2');
      await page.getByText('15 runs: every plan once to warm up, and once with each seed.').waitFor();
      await page.getByRole('button', { name: 'Measure' }).click();
      const report = page.getByRole('article', { name: 'ParaStep Demo' });
      await report.getByRole('row', { name: /^degree 4 on 4 devices, warm-up 8, own 2\.\d\d s/ }).waitFor();
      expect(await requests(page, 'benchmark.start')).toMatchObject([
        {
          ...{ kind: 'plans', model: 'demo-text-to-video', seeds: 2, warmup: 8, cooldown: 0 },
          ...{ degrees: [2, 4], reuses: ['own', 'freshest'] },
          devices: ['cpu:0', 'cpu:1', 'cpu:2', 'cpu:3'],
          request: { kind: 'text-to-video', prompt: 'a red balloon', steps: 50 },
        },
      ]);
      await report.getByRole('button', { name: /^Compare degree 2 .* freshest with sequential$/ }).click();
      const dialog = page.getByRole('dialog', { name: /^A: sequential on cpu:0\. B: degree 2/ });
      await dialog.getByText(/^PSNR \d+\.\d dB over all frames/).waitFor();
      await page.keyboard.press('Escape');
      await report.getByRole('combobox', { name: 'Report to compare with' }).click();
      await page.getByRole('option', { name: /16 Nov/ }).click();
      await report.getByRole('cell', { name: '20.0 % faster' }).first().waitFor();
      const saved = page.getByRole('region', { name: 'Saved reports' });
      await expect.poll(() => saved.getByRole('listitem').count()).toBe(4);
      await saved.getByRole('button', { name: /^Move the report of 16 Nov/ }).click();
      await page.getByRole('button', { name: 'Move to trash' }).click();
      await expect.poll(() => saved.getByRole('listitem').count()).toBe(3);
      expect(await report.getByRole('cell', { name: '20.0 % faster' }).count()).toBe(0);
    }));

  it('rehearses the paper and saves its table; one benchmark at a time, and none beside a job', () =>
    visit({ runningAt: 20 }, async (page) => {
      await open(page, 'Benchmark');
      await page.getByText('A job is running: wait for it, or cancel it first.').waitFor();
      expect(await page.getByRole('button', { name: 'Measure' }).isDisabled()).toBe(true);
      await page.getByText('The paper’s workloads').click();
      await page.getByRole('button', { name: 'Measure' }).click();
      await page.getByRole('row', { name: /^Stable Video Diffusion.* 4\.40× 3\.88×$/ }).waitFor();
      await page.getByRole('button', { name: 'Save as' }).click();
      await page.getByRole('menuitem', { name: /^Table/ }).click();
      await page.getByText('Saved as /home/ada/Videos/benchmark.txt').waitFor();
    }));

  it('stops a benchmark, and says in the queue that jobs wait for it', () =>
    visit({ measuring: true, runningAt: 20, waiting: 1 }, async (page) => {
      await open(page, 'Queue');
      await page.getByText('A benchmark is running: jobs wait until it has ended.').waitFor();
      await open(page, 'Benchmark');
      await page.getByRole('button', { name: 'Stop' }).click();
      await page.getByText('Nothing is shown yet').waitFor();
      expect(await requests(page, 'benchmark.stop')).toHaveLength(1);
    }));

  it('measures the links on request, and tells what is measured from what is modelled', () =>
    visit(
      {
        settings: {
          virtualDevices: [{ evaluationMs: 500, speed: 1, latencyMs: 0.01, gigabytesPerSecond: 12 }],
        },
      },
      async (page) => {
        await open(page, 'Devices');
        const cell = (device: string, text: string) =>
          page.getByRole('row', { name: new RegExp(`^${device} `) }).getByRole('cell', { name: text });
        await cell('cpu:1', '–').waitFor();
        await page.getByRole('button', { name: 'Measure the links' }).click();
        await cell('cpu:0', '6.42 GB/s, 42 µs, measured').waitFor();
        await cell('cpu:1', '7.42 GB/s, 42 µs, measured').waitFor();
        await cell('virtual:0', '12 GB/s, 10 µs, modelled').waitFor();
        await page.getByRole('region', { name: 'Topology' }).getByText('7.42 GB/s, 42 µs').waitFor();
        expect(await requests(page, 'devices.measureLink')).toHaveLength(3);
      },
    ));

  it('opens pages by number and shows the shortcuts', () =>
    visit({}, async (page) => {
      await page.keyboard.press('Control+3');
      await page.getByRole('heading', { level: 1, name: 'Library' }).waitFor();
      const search = page.getByRole('searchbox');
      await search.press('?');
      expect(await search.inputValue()).toBe('?');
      await search.blur();
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+,');
      await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    }));

  it('needs no sideways scrolling at 900 × 600', () =>
    visit(
      { results: 3, runningAt: 20, waiting: 1, ended: true },
      async (page) => {
        for (const name of ['Create', 'Queue', 'Library', 'Models', 'Devices', 'Benchmark', 'Settings']) {
          await open(page, name);
          const widest = await page.evaluate(() =>
            Math.max(
              ...[...document.querySelectorAll('main, main *')]
                .filter((element) => /auto|scroll/.test(getComputedStyle(element).overflowX))
                .map((element) => element.scrollWidth - element.clientWidth),
              document.documentElement.scrollWidth - document.documentElement.clientWidth,
            ),
          );
          expect([name, widest]).toEqual([name, 0]);
        }
      },
      { width: 900, height: 600 },
    ));

  it('says that it belongs into the desktop app when it is opened elsewhere', async () => {
    const { page, close } = await studio.open({});
    await page.addInitScript('delete window.studio;');
    await page.reload();
    await page.getByText('Open ParaStep Studio from its desktop app.').waitFor();
    await close();
  });
});
