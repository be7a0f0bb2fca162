import type { RunningApp } from '../app/support/running-app';
import type { Camera } from './camera';
import { emptyPages, failedJob, firstClip, jobsAtWork, moreClips } from './clips';
import { pictures, sounds } from './other-modes';
import { library, otherPages, telemetry } from './results';

/** Walks through every page and state as a user does, and takes pictures on the way. */
export async function tour(app: RunningApp, camera: Camera): Promise<void> {
  await emptyPages(app, camera);
  const draft = await firstClip(app, camera);
  await moreClips(app, draft);
  await library(app, camera);
  await telemetry(app, camera);
  await jobsAtWork(app, camera, draft);
  await failedJob(app, camera, draft);
  await sounds(app, camera);
  await pictures(app, camera);
  await otherPages(app, camera);
}
