import { type Options, Presets, SingleBar } from 'cli-progress';
import type { JobEvent, Stage, StudioError } from '../../workers/api';

/** Bytes; a total of 0 is not known yet. */
export type Transfer = { readonly done: number; readonly total: number };

/** At most this often is told how far a transfer is. */
const TRANSFER_MS = 200;

/** Where a command's progress and outcome go. */
export interface Reporter {
  event(event: JobEvent): void;
  /** How far the bytes of a model have come. */
  transfer(progress: Transfer): void;
  /** One line for a person, or a record for a program. */
  done(text: string, record: Record<string, unknown>): void;
  failed(error: StudioError): void;
}

const STAGE_WORDS: Readonly<Record<Stage, string>> = {
  load: 'Loading ',
  encode: 'Encoding',
  denoise: 'Denoise ',
  decode: 'Decoding',
  save: 'Saving  ',
};

/** A progress bar per stage on standard error, the outcome on standard output. */
export class TerminalReporter implements Reporter {
  #bar: SingleBar | undefined;
  #transfer: SingleBar | undefined;
  #stage: Stage | undefined;

  event(event: JobEvent): void {
    if (event.type === 'notice') {
      this.#end();
      process.stderr.write(`Note: ${event.text}\n`);
    }
    if (event.type !== 'progress') return;
    const { stage, done, total, secondsLeft } = event;
    if (stage !== this.#stage) {
      this.#end();
      this.#stage = stage;
      this.#bar = new SingleBar(barOptions(stage), Presets.shades_classic);
      this.#bar.start(total, done, { left: '' });
    }
    this.#bar?.setTotal(total);
    this.#bar?.update(done, { left: secondsLeft === null ? '' : `${secondsLeft.toFixed(1)} s left` });
  }

  transfer({ done, total }: Transfer): void {
    if (total === 0) return;
    this.#transfer ??= newTransferBar(total);
    this.#transfer.setTotal(total);
    this.#transfer.update(done, { of: `${gigabytes(done)} of ${gigabytes(total)}` });
  }

  done(text: string): void {
    this.#end();
    process.stdout.write(`${text}\n`);
  }

  failed(error: StudioError): void {
    this.#stop();
    process.stderr.write(`parastep: ${error.message}\n`);
    if (error.detail !== undefined && process.env['PARASTEP_DEBUG'])
      process.stderr.write(`${error.detail}\n`);
  }

  /** Finishes the current bar as complete. */
  #end(): void {
    this.#bar?.update(this.#bar.getTotal(), { left: '' });
    this.#stop();
  }

  #stop(): void {
    this.#transfer?.stop();
    this.#transfer = undefined;
    this.#bar?.stop();
    this.#bar = undefined;
    this.#stage = undefined;
  }
}

function newTransferBar(total: number): SingleBar {
  const bar = new SingleBar(
    { format: '{bar} {percentage} % {of}', stream: process.stderr, barsize: 32, noTTYOutput: false },
    Presets.shades_classic,
  );
  bar.start(total, 0, { of: '' });
  return bar;
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`;

function barOptions(stage: Stage): Options {
  return {
    format: `${STAGE_WORDS[stage]} {bar} {value}/{total} {left}`,
    stream: process.stderr,
    barsize: 32,
    hideCursor: true,
    // Without a terminal a bar would only fill a log file.
    noTTYOutput: false,
  };
}

/** Newline-delimited JSON on standard output, one object per event. */
export class JsonReporter implements Reporter {
  #toldAt = 0;

  event(event: JobEvent): void {
    write({ ...event });
  }

  transfer({ done, total }: Transfer): void {
    const now = Date.now();
    // The last one always, so that a reader sees it complete.
    if (done < total && now - this.#toldAt < TRANSFER_MS) return;
    this.#toldAt = now;
    write({ type: 'transfer', done, total });
  }

  done(_text: string, record: Record<string, unknown>): void {
    write(record);
  }

  failed(error: StudioError): void {
    write({ type: 'failed', error: error.toValue() });
  }
}

function write(record: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(record)}\n`);
}
