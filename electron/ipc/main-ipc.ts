/** The only module that touches Electron's IPC in the main process. */
import { ipcMain, type WebContents, type WebFrameMain } from 'electron';
import { StudioError } from '../../workers/api';
import {
  type Answer,
  APP_ORIGIN,
  EVENT_CHANNEL,
  events,
  REQUEST_CHANNEL,
  type RequestName,
  type RequestParams,
  type RequestResult,
  requests,
} from '../contract';
import type { Log } from '../logs/log';
import type { EventHub } from './event-hub';

type Handler<Params, Result> = [Result] extends [undefined]
  ? (params: Params) => void | Promise<void>
  : (params: Params) => Result | Promise<Result>;

/** One function per request of the contract; it gives nothing back where the contract has no result. */
export type RequestHandlers = {
  readonly [N in RequestName]: Handler<RequestParams<N>, RequestResult<N>>;
};

export type RequestServerOptions = {
  readonly handlers: RequestHandlers;
  /** The window's contents: nobody else is answered. */
  readonly allowed: () => WebContents | undefined;
  readonly log: Log;
};

/** Answers the window's requests. Every answer is a value; nothing is thrown across. */
export function serveRequests({ handlers, allowed, log }: RequestServerOptions): void {
  ipcMain.handle(REQUEST_CHANNEL, async ({ senderFrame }, name: unknown, params: unknown) => {
    try {
      if (!isOurPage(senderFrame, allowed())) throw refused('It did not come from the window of this app.');
      if (!isRequestName(name)) throw refused(`There is no request ${String(name).slice(0, 64)}.`);
      return { ok: true, value: await answerTo(name, params, handlers) } satisfies Answer<unknown>;
    } catch (error) {
      const failure = StudioError.from(error);
      if (failure.code === 'internal') log.error(`request ${String(name)}`, error);
      return { ok: false, error: failure.toValue() } satisfies Answer<unknown>;
    }
  });
}

/** Tells the window what happens. In development every payload is checked against the contract. */
export function sendEvents(
  hub: EventHub,
  target: () => WebContents | undefined,
  { checked }: { readonly checked: boolean },
): void {
  hub.onAny((name, payload) => {
    const contents = target();
    if (contents === undefined || contents.isDestroyed()) return;
    contents.send(EVENT_CHANNEL, name, checked ? events[name].parse(payload) : payload);
  });
}

async function answerTo(name: RequestName, params: unknown, handlers: RequestHandlers): Promise<unknown> {
  const parsed = requests[name].params.safeParse(params);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') || 'request';
    throw new StudioError('bad-request', `The ${where} cannot be used: ${issue?.message ?? 'unreadable'}.`, {
      detail: name,
    });
  }
  // The schema has made sure that name and parameters belong together, which the compiler cannot see.
  const handler = handlers[name] as (params: unknown) => unknown;
  return handler(parsed.data);
}

function isOurPage(frame: WebFrameMain | null, contents: WebContents | undefined): boolean {
  if (frame === null || contents === undefined || contents.isDestroyed()) return false;
  return frame === contents.mainFrame && frame.url.startsWith(`${APP_ORIGIN}/`);
}

function isRequestName(name: unknown): name is RequestName {
  return typeof name === 'string' && Object.hasOwn(requests, name);
}

const refused = (detail: string): StudioError =>
  new StudioError('bad-request', 'The app did not understand its window. Restart the app.', { detail });
