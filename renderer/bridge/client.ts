import type {
  ErrorValue,
  EventName,
  EventPayload,
  RequestName,
  RequestParams,
  RequestResult,
  StudioBridge,
} from '../../electron/contract/index';

/** A request that the app refused or could not do; the message is a sentence for the user. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: ErrorValue['code'];
  readonly device: string | undefined;

  constructor(value: ErrorValue) {
    super(value.message);
    this.code = value.code;
    this.device = value.device;
  }
}

/** Requests without parameters are called without a second argument. */
type Arguments<N extends RequestName> = RequestParams<N> extends undefined ? [] : [params: RequestParams<N>];

export function isInDesktopApp(): boolean {
  return window.studio !== undefined;
}

function bridge(): StudioBridge {
  if (window.studio === undefined) {
    throw new RequestError({ code: 'internal', message: 'Open ParaStep Studio from its desktop app.' });
  }
  return window.studio;
}

/** Asks the app; what it refuses is thrown as a `RequestError`. */
export async function request<N extends RequestName>(
  name: N,
  ...args: Arguments<N>
): Promise<RequestResult<N>> {
  const answer = await bridge().request(name, args[0] as RequestParams<N>);
  if (answer.ok) return answer.value;
  throw new RequestError(answer.error);
}

/** Listens to what the app tells; returns what ends the subscription. */
export function listen<N extends EventName>(
  name: N,
  listener: (payload: EventPayload<N>) => void,
): () => void {
  return bridge().on(name, listener);
}

/** Where a dropped file or folder lies. */
export const pathOf = (file: File): string => bridge().pathOf(file);

/** Any thrown value as a sentence that can be shown. */
export function sentenceOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  return 'Something went wrong that was not foreseen. The log says more.';
}
