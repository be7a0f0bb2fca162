/** Ways back into the form: what made a job, a result or an exported file, and where a result ends. */
import {
  type ExportedSettings,
  hasShape,
  type JobDraft,
  type RequestOf,
  type RequestParams,
  type ResultDetail,
  type ShownVideo,
} from '../../electron/contract/index';
import { goTo } from '../app/navigation';
import { useModels } from '../bridge/catalogue-stores';
import { request } from '../bridge/client';
import { readyValue } from '../bridge/loadable';
import { attempt, tell } from '../design/notify';
import { openPicture } from '../pictures/open-picture';
import { pictureOfFrame } from '../pictures/picture-of-frame';
import { chooseKind, reuseDraft, useForm } from './form/form-store';
import { keepPicture, putPictures } from './pictures/form-pictures';
import { showExamples } from './stage/subject';

/** A job or a result, which has the picture that it was made from. */
export type Origin = RequestParams<'pictures.source'>;

export const reuseAll = (draft: JobDraft, origin: Origin): void => reuse(draft, origin, true);
export const reuseAllButSeed = (draft: JobDraft, origin: Origin): void => reuse(draft, origin, false);

function reuse(draft: JobDraft, origin: Origin, keepSeed: boolean): void {
  reuseDraft(draft, { keepSeed });
  goTo('create');
  const { request: asked } = draft;
  if (asked.kind === 'image-to-video') {
    attempt('The picture could not be brought back', () => bringBackPicture(asked, origin));
  }
}

/** Fills the form with what an exported file says. */
export async function restoreSettings(settings: ExportedSettings): Promise<void> {
  const { model, result, request: asked, parallelism } = settings;
  reuseDraft({ model: model.id, request: asked, parallelism }, { keepSeed: true });
  showExamples();
  goTo('create');
  const models = readyValue(useModels.getState().models)?.models ?? [];
  const sentences = ['The settings of that file are in the form.'];
  if (!models.some(({ id }) => id === model.id)) {
    sentences.push(`Its model, ${model.title}, is not here: choose another.`);
  }
  if (asked.kind === 'image-to-video' && !(await findPicture(asked, result))) {
    sentences.push(`Its picture, ${asked.image.name}, is not in the library: drop it again.`);
  }
  tell(sentences.join(' '));
}

/** Looks for the picture in the result that the file came from, if this library has it. */
async function findPicture(asked: RequestOf<'image-to-video'>, result: string | undefined): Promise<boolean> {
  if (result === undefined) return false;
  try {
    const { draft } = await request('library.get', { result });
    if (draft.request.kind !== 'image-to-video' || draft.request.image.file !== asked.image.file)
      return false;
    await bringBackPicture(asked, { kind: 'result', id: result });
    return true;
  } catch {
    return false;
  }
}

/** Puts the picture of a request into the form, unless another has come meanwhile. */
async function bringBackPicture(asked: RequestOf<'image-to-video'>, origin: Origin): Promise<void> {
  const { values } = useForm.getState();
  const { image } = asked;
  const png = new Blob([await request('pictures.source', origin)]);
  const picture = await keepPicture(await openPicture(png, image.name), image.name);
  const now = useForm.getState().values;
  const isSameForm = now.kind === 'image-to-video' && now.seed === values.seed && now.pictures.length === 0;
  if (isSameForm) putPictures([picture], hasShape(image, asked) ? 'crop' : 'stretch');
}

/** Makes the last frame of a video the picture of the next one. */
export function continueFromLastFrame({ title }: ResultDetail, video: ShownVideo): void {
  attempt('The last frame could not be taken', async () => {
    const last = await pictureOfFrame(video, video.frames - 1);
    const name = `${title.slice(0, 200)}, last frame`;
    putPictures([await keepPicture(await openPicture(last, name), name)], 'crop');
    chooseKind('image-to-video');
    showExamples();
    goTo('create');
  });
}
