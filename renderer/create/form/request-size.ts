import type { RequestSize } from '../../../electron/contract/index';
import type { FormValues } from './values';

/** What of a form without problems decides how much memory its job takes. */
export function requestSizeOf(values: FormValues): RequestSize {
  switch (values.kind) {
    case 'text-to-video': {
      const { kind, width, height, frames, guidanceScale, tiledDecode } = values;
      return {
        ...{ kind, width: Number(width), height: Number(height), frames: Number(frames) },
        ...{ guidanceScale: Number(guidanceScale), tiledDecode },
      };
    }
    case 'image-to-video': {
      const { kind, width, height, frames, maxGuidanceScale, decodeChunk } = values;
      return {
        ...{ kind, width: Number(width), height: Number(height), frames: Number(frames) },
        ...{ maxGuidanceScale: Number(maxGuidanceScale), decodeChunk: Number(decodeChunk) },
      };
    }
    case 'text-to-audio': {
      const { kind, seconds, waveforms, guidanceScale } = values;
      return {
        ...{ kind, seconds: Number(seconds), waveforms: Number(waveforms) },
        guidanceScale: Number(guidanceScale),
      };
    }
  }
}
