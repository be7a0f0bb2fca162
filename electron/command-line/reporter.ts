import { type Options, Presets, SingleBar } from 'cli-progress';
import type { JobEvent, Stage, StudioError } from '../../workers/api';

/** Where a command's progress and outcome go. */
export interface Reporter {
  event(event: JobEvent): void;
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
    this.#bar?.stop();
    this.#bar = undefined;
    this.#stage = undefined;
  }
}

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
  event(event: JobEvent): void {
    write({ ...event });
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
