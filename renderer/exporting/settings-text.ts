/** What made a clip, as text that is written into or beside its file. */
import type { ExportedSettings, ResultDetail } from '../../electron/contract/index';

/** Larger texts go beside the file: a prompt of a megabyte would be repeated in every PNG frame. */
const MOST_INSIDE = 16_384;
/** The app takes no longer one. */
const MOST_BESIDE = 1_000_000;

export type PlacedSettings = { readonly inside: string | null; readonly beside: string | null };

type Made = Pick<ResultDetail, 'id' | 'draft' | 'modelTitle'>;

export function settingsText({ id, draft, modelTitle }: Made, version: string): string {
  const { model, request, parallelism } = draft;
  return JSON.stringify({
    application: 'ParaStep Studio',
    version,
    model: { id: model, title: modelTitle },
    result: id,
    request,
    parallelism,
  } satisfies ExportedSettings);
}

/** Inside where it fits, otherwise beside, and nowhere if the user wants none. */
export function placeSettings(text: string, wanted: boolean): PlacedSettings {
  if (!wanted || text.length > MOST_BESIDE) return { inside: null, beside: null };
  return text.length <= MOST_INSIDE ? { inside: text, beside: null } : { inside: null, beside: text };
}
