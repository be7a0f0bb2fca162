import { notifications } from '@mantine/notifications';
import { sentenceOf } from '../bridge/client';

const MOST_SENTENCES = 6;
const NOTICED_AFTER_MS = 400;

export function tellProblem(title: string, thrown: unknown): void {
  notifications.show({
    title,
    message: sentenceOf(thrown),
    color: 'red',
    autoClose: 10_000,
    closeButtonProps: { 'aria-label': 'Dismiss' },
    role: 'alert',
  });
}

/** Several things that went wrong at once, a sentence each. */
export function tellProblems(title: string, sentences: readonly string[]): void {
  const shown = sentences.slice(0, MOST_SENTENCES);
  const more = sentences.length - shown.length;
  const message = [...shown, ...(more > 0 ? [`And ${more} more.`] : [])].join('\n');
  notifications.show({
    title,
    message,
    color: 'red',
    autoClose: 15_000,
    closeButtonProps: { 'aria-label': 'Dismiss' },
    role: 'alert',
    styles: { description: { whiteSpace: 'pre-line', overflowWrap: 'anywhere' } },
  });
}

export function tell(message: string): void {
  notifications.show({
    message,
    role: 'status',
    autoClose: 4000,
    closeButtonProps: { 'aria-label': 'Dismiss' },
  });
}

/** Says what is being done while it takes longer than one would not notice. */
export async function tellWhile<T>(message: string, work: Promise<T>): Promise<T> {
  let shown: string | undefined;
  const timer = setTimeout(() => {
    shown = notifications.show({
      ...{ message, loading: true, role: 'status' },
      ...{ autoClose: false, withCloseButton: false },
    });
  }, NOTICED_AFTER_MS);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
    if (shown !== undefined) notifications.hide(shown);
  }
}

/** Does something that the app may refuse; a refusal is shown, never lost. */
export function attempt(failure: string, action: () => Promise<unknown>): void {
  action().catch((error: unknown) => tellProblem(failure, error));
}
