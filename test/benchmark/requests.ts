import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  imageToVideoDefaults,
  textToAudioDefaults,
  textToVideoDefaults,
} from '../../electron/models/defaults';
import { type Bundle, type GenerationKind, type GenerationRequest, inspectModel } from '../../workers/api';

const PICTURE = 'source.rgb';

export const modeOf = async (bundle: Bundle): Promise<GenerationKind> => (await inspectModel(bundle)).kind;

/** What a model is asked for by somebody who changes nothing: one of its examples, or a picture painted here. */
export function defaultRequest(mode: GenerationKind, bundle: Bundle, seed: number): GenerationRequest {
  const { examples } = bundle.manifest;
  const prompt = examples[seed % examples.length] ?? 'a rocket flying up through a night sky';
  switch (mode) {
    case 'text-to-video':
      return { kind: mode, prompt, seed, dynamicGuidance: false, ...textToVideoDefaults(bundle) };
    case 'text-to-audio':
      return { kind: mode, prompt, seed, ...textToAudioDefaults(bundle) };
    case 'image-to-video': {
      const defaults = imageToVideoDefaults(bundle);
      const image = {
        file: PICTURE,
        name: 'A ball over a lake',
        width: defaults.width,
        height: defaults.height,
      };
      return { kind: mode, image, seed, ...defaults };
    }
  }
}

/** Puts the picture that a request names into its job's folder. */
export async function placePicture(request: GenerationRequest, folder: string): Promise<void> {
  if (request.kind !== 'image-to-video') return;
  const { width, height } = request.image;
  await writeFile(join(folder, PICTURE), ballOverLake(width, height));
}

/** RGB bytes `[height, width, 3]` of a sky, water, and a ball that differs from both. */
function ballOverLake(width: number, height: number): Uint8Array {
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [x / width, y / height];
      const ball = Math.hypot(u - 0.4, ((v - 0.35) * height) / width) < 0.18;
      const ripple = 20 * Math.sin(60 * v * v + 8 * u);
      const colour = ball
        ? [230, 120 - 90 * v, 60]
        : v < 0.6
          ? [150 + 90 * v, 190, 240]
          : [30, 90 + ripple, 140 + ripple];
      pixels.set(colour, (y * width + x) * 3);
    }
  }
  return pixels;
}
