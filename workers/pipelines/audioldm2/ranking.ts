import { type ClapFeaturesConfig, clapFeatures } from '../../audio/clap-features';
import { resample } from '../../audio/resample';
import type { Device, GraphRef } from '../../device/device';
import { StudioError } from '../../protocol/errors';
import { dealOut } from '../deal-out';

/** What judging sounds needs: CLAP's audio branch and how it wants to hear them. */
export type Judge = { readonly graph: GraphRef; readonly features: ClapFeaturesConfig };

/**
 * How well each sound fits the text, as the cosine of CLAP's embeddings (diffusers
 * `AudioLDM2Pipeline.score_waveforms`; it resamples by soxr, this by a windowed sinc). Each is judged on its own, so
 * sounds are dealt to the devices.
 *
 * @param text CLAP's embedding of the prompt, of length one.
 */
export function scoreWaveforms(
  devices: readonly Device[],
  { graph, features }: Judge,
  text: Float32Array,
  waveforms: readonly Float32Array[],
  sampleRate: number,
): Promise<number[]> {
  return dealOut(devices, waveforms, async (device, waveform) => {
    const heard = clapFeatures(resample(waveform, sampleRate, features.sampling_rate), features);
    const frames = heard.length / features.feature_size;
    const { audio_embeds: sound } = await device.run({
      graph,
      feeds: {
        input_features: { type: 'float32', shape: [1, 1, frames, features.feature_size], data: heard },
      },
      fetch: ['audio_embeds'],
    });
    if (sound?.type !== 'float32' || sound.data.length !== text.length) {
      throw new StudioError(
        'bundle-unsupported',
        'The part of the model that judges sounds answered with something else than an embedding. Verify the model.',
      );
    }
    return text.reduce((sum, value, i) => sum + value * (sound.data[i] as number), 0);
  });
}

/** Indices of the scores, the highest first; equal ones keep their order. */
export function bestFirst(scores: readonly number[]): number[] {
  return scores.map((_, i) => i).sort((a, b) => (scores[b] as number) - (scores[a] as number));
}
