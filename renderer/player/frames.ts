import { useEffect, useState } from 'react';
import type { ShownVideo } from '../../electron/contract/index';
import { failed, LOADING, type Loadable, ready } from '../bridge/loadable';
import { type Clip, checkClip } from './clip';
import { FrameCache } from './frame-cache';

const CACHE_BYTES = 256 * 2 ** 20;

async function fetchBytes(url: string): Promise<Uint8Array> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch {
    throw new Error('The file of this clip cannot be read. It may have been moved or deleted.');
  }
  if (!response.ok) throw new Error('The file of this clip is gone. It may have been moved or deleted.');
  return new Uint8Array(await response.arrayBuffer());
}

const cache = new FrameCache(CACHE_BYTES, fetchBytes);

export async function loadClip({ framesUrl, frames, width, height, fps }: ShownVideo): Promise<Clip> {
  return checkClip({ frames, width, height, fps, rgb: await cache.get(framesUrl) });
}

/** The frames of a video; asked for only while there is one. */
export function useClip(video: ShownVideo | undefined): Loadable<Clip> {
  const [loaded, setLoaded] = useState<{ url: string | undefined; clip: Loadable<Clip> }>({
    url: undefined,
    clip: LOADING,
  });
  const url = video?.framesUrl;
  useEffect(() => {
    if (video === undefined) return;
    let wanted = true;
    loadClip(video).then(
      (clip) => wanted && setLoaded({ url: video.framesUrl, clip: ready(clip) }),
      (error: unknown) => wanted && setLoaded({ url: video.framesUrl, clip: failed(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [video]);
  return loaded.url === url ? loaded.clip : LOADING;
}
