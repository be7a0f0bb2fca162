/** What happens with files that come into the window: pictures go into the form, results of our own bring their settings. */
import { create } from 'zustand';
import type { ExportedSettings } from '../../electron/contract/index';
import { goTo } from '../app/navigation';
import { useModels } from '../bridge/catalogue-stores';
import { sentenceOf } from '../bridge/client';
import { readyValue } from '../bridge/loadable';
import { chooseKind } from '../create/form/form-store';
import type { FormPicture } from '../create/form/values';
import { addPictures, keepPicture, putPictures } from '../create/pictures/form-pictures';
import { restoreSettings } from '../create/reuse';
import { showExamples } from '../create/stage/subject';
import { tellProblem, tellProblems, tellWhile } from '../design/notify';
import { readSettings } from '../exporting/reading/read-settings';
import { openPicture } from './open-picture';

/** What the file dialog offers; the bytes decide. */
export const ACCEPTED = 'image/png,image/jpeg,image/webp,image/avif';

/** Each becomes a job. */
const MOST_AT_ONCE = 64;

const NO_MODEL = 'No model here makes videos from pictures: add one on the Models page.';

const useTaking = create<{ readonly tasks: number }>()(() => ({ tasks: 0 }));
export const useIsTaking = (): boolean => useTaking(({ tasks }) => tasks > 0);

const count = (change: number): void => useTaking.setState(({ tasks }) => ({ tasks: tasks + change }));

export type TakeOptions = {
  /** Beside the pictures that are in the form, instead of in their place. */
  readonly adds?: boolean;
  /** What is already known to be wrong with what came. */
  readonly problems?: readonly string[];
};

/** Takes pictures that the user has chosen; what is wrong with one does not keep the others out. */
export function takePictures(files: readonly File[], options: TakeOptions = {}): void {
  if (files.length > 0) inTurn(() => take(files, options, openOne));
}

/** Takes what was dropped: beside pictures, files that this app has exported. */
export function takeFiles(files: readonly File[], options: TakeOptions = {}): void {
  inTurn(() => take(files, options, async (file) => (await readSettings(file)) ?? openOne(file)));
}

let last: Promise<unknown> = Promise.resolve();

/** What came last is in the form last, however long what came before takes. */
function inTurn(act: () => Promise<void>): void {
  last = last.then(() => act()).catch((error: unknown) => tellProblem('That could not be used', error));
}

const isSettings = (taken: FormPicture | ExportedSettings): taken is ExportedSettings => 'request' in taken;

async function openOne(file: File): Promise<FormPicture> {
  if (!canMakeVideos()) throw new Error(NO_MODEL);
  const name = nameOf(file);
  return keepPicture(await openPicture(file, name), name);
}

async function take(
  files: readonly File[],
  { adds = false, problems: known = [] }: TakeOptions,
  open: (file: File) => Promise<FormPicture | ExportedSettings>,
): Promise<void> {
  const problems = [...known];
  const taken: (FormPicture | ExportedSettings)[] = [];
  count(1);
  if (files.length > MOST_AT_ONCE) {
    problems.push(`That is more than ${MOST_AT_ONCE} files at once: the first ${MOST_AT_ONCE} are taken.`);
  }
  const openAll = async (): Promise<void> => {
    // One after the other: each may need hundreds of megabytes for a moment.
    for (const file of files.slice(0, MOST_AT_ONCE)) {
      await open(file).then(
        (one) => taken.push(one),
        (error: unknown) => problems.push(sentenceOf(error)),
      );
    }
  };
  const what = files.length === 1 ? 'the file' : `${files.length} files`;
  await tellWhile(`Reading ${what}`, openAll()).finally(() => count(-1));
  const [settings] = taken.filter(isSettings);
  const pictures = taken.filter((one): one is FormPicture => !isSettings(one));
  if (settings !== undefined) await restoreSettings(settings);
  if (pictures.length > 0) showPictures(pictures, adds);
  if (problems.length > 0) {
    const title = taken.length > 0 ? 'Not everything could be used' : 'That could not be used';
    tellProblems(title, [...new Set(problems)]);
  }
}

function showPictures(pictures: readonly FormPicture[], adds: boolean): void {
  if (adds) addPictures(pictures);
  else putPictures(pictures);
  chooseKind('image-to-video');
  showExamples();
  goTo('create');
}

export const canMakeVideos = (): boolean =>
  (readyValue(useModels.getState().models)?.models ?? []).some(({ kind }) => kind === 'image-to-video');

const MOST_CHARACTERS = 255;

const nameOf = ({ name }: File): string => (name === '' ? 'A picture' : name.slice(0, MOST_CHARACTERS));
