import type { CogVideoXTransformerConfig } from './config';

/** Latent extents of one clip: frames, rows and columns of latents (before patching). */
export type LatentExtents = { readonly frames: number; readonly height: number; readonly width: number };

/**
 * The summed position embedding of a CogVideoX transformer without rotary embeddings, `[1, text + patches, D]`:
 * zeros for the text tokens, then 3-D sine-cosine embeddings in frame, row, column order (diffusers
 * `get_3d_sincos_pos_embed`). A quarter of the channels holds time, three eighths the column, three eighths
 * the row. Computed in float64, rounded once.
 */
export function positionEmbedding(
  config: CogVideoXTransformerConfig,
  { frames, height, width }: LatentExtents,
): { readonly shape: readonly number[]; readonly data: Float32Array } {
  const dimension = config.num_attention_heads * config.attention_head_dim;
  const timePart = dimension / 4;
  const spatialPart = (dimension * 3) / 8;
  const rows = height / config.patch_size;
  const columns = width / config.patch_size;
  const textTokens = config.max_text_seq_length;

  const time = sinCosTable(frames, timePart, config.temporal_interpolation_scale);
  const column = sinCosTable(columns, spatialPart, config.spatial_interpolation_scale);
  const row = sinCosTable(rows, spatialPart, config.spatial_interpolation_scale);

  const tokens = textTokens + frames * rows * columns;
  const data = new Float32Array(tokens * dimension);
  let offset = textTokens * dimension;
  for (let t = 0; t < frames; t++) {
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++) {
        data.set(time.subarray(t * timePart, (t + 1) * timePart), offset);
        data.set(column.subarray(x * spatialPart, (x + 1) * spatialPart), offset + timePart);
        data.set(row.subarray(y * spatialPart, (y + 1) * spatialPart), offset + timePart + spatialPart);
        offset += dimension;
      }
    }
  }
  return { shape: [1, tokens, dimension], data };
}

/** `[sin(p·ω), cos(p·ω)]` for every position `p = index / scale`, with `ω_k = 10000^(−k / (size/2))`. */
function sinCosTable(count: number, size: number, scale: number): Float64Array {
  const half = size / 2;
  const table = new Float64Array(count * size);
  for (let index = 0; index < count; index++) {
    // diffusers keeps the position grid in float32.
    const position = Math.fround(index / scale);
    for (let k = 0; k < half; k++) {
      const angle = position / 10_000 ** (k / half);
      table[index * size + k] = Math.sin(angle);
      table[index * size + half + k] = Math.cos(angle);
    }
  }
  return table;
}
