import { sizeOf, type Tensor, tensor } from '../../tensor/tensor';
import { type CogVideoXVaeConfig, spatialCompression } from './config';

/** Along one axis: latents of a tile and from one tile to the next; pixels that are blended and that are kept. */
type TileAxis = {
  readonly latents: number;
  readonly stride: number;
  readonly blend: number;
  readonly kept: number;
};
export type TileGeometry = { readonly rows: TileAxis; readonly columns: TileAxis };

/** How far neighbouring tiles overlap (diffusers `tile_overlap_factor_height` and `…_width`). */
const OVERLAP_ROWS = 1 / 6;
const OVERLAP_COLUMNS = 1 / 5;

/**
 * The tiles of diffusers' `AutoencoderKLCogVideoX` with `enable_tiling()`: half the size that the model is made for.
 * Undefined where its arithmetic would make a video of the wrong size, because the overlap is no whole latents.
 */
export function tileGeometry(vae: CogVideoXVaeConfig): TileGeometry | undefined {
  const compression = spatialCompression(vae);
  const rows = tileAxis(vae.sample_height, OVERLAP_ROWS, compression);
  const columns = tileAxis(vae.sample_width, OVERLAP_COLUMNS, compression);
  return rows && columns && { rows, columns };
}

function tileAxis(sample: number, overlap: number, compression: number): TileAxis | undefined {
  const pixels = Math.floor(sample / 2);
  const latents = Math.trunc(pixels / compression);
  const stride = Math.trunc(latents * (1 - overlap));
  const blend = Math.trunc(pixels * overlap);
  const kept = pixels - blend;
  return stride >= 1 && kept === stride * compression ? { latents, stride, blend, kept } : undefined;
}

/** Whether latents of this size are decoded in tiles at all: smaller ones fit into one. */
const isTiled = (
  { rows, columns }: TileGeometry,
  { height, width }: { readonly height: number; readonly width: number },
): boolean => height > rows.latents || width > columns.latents;

/** A tile's place among the tiles and in the latents. */
export type Tile = {
  readonly row: number;
  readonly column: number;
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
};

/** The tiles of latents `[…, height, width]`, row by row; undefined if they are decoded whole. */
export function tilesOf(
  vae: CogVideoXVaeConfig,
  size: { readonly height: number; readonly width: number },
): readonly Tile[] | undefined {
  const geometry = tileGeometry(vae);
  if (geometry === undefined || !isTiled(geometry, size)) return undefined;
  const { rows, columns } = geometry;
  const starts = (extent: number, { stride }: TileAxis): number[] =>
    Array.from({ length: Math.ceil(extent / stride) }, (_, i) => i * stride);
  return starts(size.height, rows).flatMap((top, row) =>
    starts(size.width, columns).map((left, column) => ({
      ...{ row, column, top, left },
      height: Math.min(rows.latents, size.height - top),
      width: Math.min(columns.latents, size.width - left),
    })),
  );
}

/** The largest tile's share of the latents: 1 where they are decoded whole. */
export function tileShare(
  vae: CogVideoXVaeConfig,
  size: { readonly height: number; readonly width: number },
): number {
  const tiles = tilesOf(vae, size);
  if (tiles === undefined) return 1;
  return Math.max(...tiles.map(({ height, width }) => height * width)) / (size.height * size.width);
}

/**
 * Decoded tiles `[1, 3, T, h, w]`, one for each of `tilesOf` in its order, as one video `[1, 3, T, H, W]`. Each is
 * faded in over the one above and then over the one to its left, both already blended, as the reference does it in
 * place; so the tiles are changed.
 */
export function blendTiles(
  vae: CogVideoXVaeConfig,
  tiles: readonly Tile[],
  decoded: readonly Tensor[],
): Tensor {
  const geometry = tileGeometry(vae);
  if (geometry === undefined) throw new RangeError('This decoder has no tiles.');
  const { rows, columns } = geometry;
  const at = new Map(tiles.map(({ row, column }, i) => [`${row} ${column}`, decoded[i] as Tensor]));
  for (const [i, { row, column }] of tiles.entries()) {
    const tile = decoded[i] as Tensor;
    const above = at.get(`${row - 1} ${column}`);
    if (above !== undefined) fadeDown(above, tile, rows.blend);
    const left = at.get(`${row} ${column - 1}`);
    if (left !== undefined) fadeAcross(left, tile, columns.blend);
  }
  return joined(geometry, tiles, decoded);
}

const f = Math.fround;

/** `[planes, height, width]` of a tile. */
function extentsOf({ shape }: Tensor): { planes: number; height: number; width: number } {
  const [height = 1, width = 1] = shape.slice(-2);
  return { planes: sizeOf(shape.slice(0, -2)), height, width };
}

/** Of two values at a place `i` of `extent`: rounded as PyTorch rounds products of float32 and a number. */
const faded = (before: number, after: number, i: number, extent: number): number =>
  f(before * f(1 - i / extent)) + f(after * f(i / extent));

function fadeDown(above: Tensor, tile: Tensor, blend: number): void {
  const a = extentsOf(above);
  const b = extentsOf(tile);
  const extent = Math.min(a.height, b.height, blend);
  for (let plane = 0; plane < b.planes; plane++) {
    for (let y = 0; y < extent; y++) {
      const from = (plane * a.height + a.height - extent + y) * a.width;
      const to = (plane * b.height + y) * b.width;
      for (let x = 0; x < b.width; x++) {
        tile.data[to + x] = faded(above.data[from + x] as number, tile.data[to + x] as number, y, extent);
      }
    }
  }
}

function fadeAcross(left: Tensor, tile: Tensor, blend: number): void {
  const a = extentsOf(left);
  const b = extentsOf(tile);
  const extent = Math.min(a.width, b.width, blend);
  for (let line = 0; line < b.planes * b.height; line++) {
    const from = line * a.width + a.width - extent;
    const to = line * b.width;
    for (let x = 0; x < extent; x++) {
      tile.data[to + x] = faded(left.data[from + x] as number, tile.data[to + x] as number, x, extent);
    }
  }
}

/** The kept parts of the tiles side by side. */
function joined({ rows, columns }: TileGeometry, tiles: readonly Tile[], decoded: readonly Tensor[]): Tensor {
  const keptOf = (tile: Tensor) => {
    const { height, width } = extentsOf(tile);
    return { height: Math.min(height, rows.kept), width: Math.min(width, columns.kept) };
  };
  const bottom = Math.max(
    ...tiles.map((tile, i) => tile.row * rows.kept + keptOf(decoded[i] as Tensor).height),
  );
  const right = Math.max(
    ...tiles.map((tile, i) => tile.column * columns.kept + keptOf(decoded[i] as Tensor).width),
  );
  const leading = (decoded[0] as Tensor).shape.slice(0, -2);
  const planes = sizeOf(leading);
  const out = new Float32Array(planes * bottom * right);
  for (const [i, { row, column }] of tiles.entries()) {
    const tile = decoded[i] as Tensor;
    const own = extentsOf(tile);
    const kept = keptOf(tile);
    for (let plane = 0; plane < planes; plane++) {
      for (let y = 0; y < kept.height; y++) {
        const from = (plane * own.height + y) * own.width;
        const to = (plane * bottom + row * rows.kept + y) * right + column * columns.kept;
        out.set(tile.data.subarray(from, from + kept.width), to);
      }
    }
  }
  return tensor([...leading, bottom, right], out);
}
