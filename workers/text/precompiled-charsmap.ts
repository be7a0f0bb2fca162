/**
 * The compiled character map of a SentencePiece model (`Precompiled` in tokenizer.json): a Darts-clone double
 * array over UTF-8 bytes whose leaves are offsets of NUL-terminated replacements. The tokenizer library only
 * approximates it with NFKC, which differs for emoji sequences, among others.
 */
export class PrecompiledCharsmap {
  readonly #trie: Uint32Array;
  readonly #replacements: Buffer;
  readonly #encoder = new TextEncoder();
  readonly #segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

  /** @param base64 `precompiled_charsmap` as tokenizer.json holds it. */
  constructor(base64: string) {
    const blob = Buffer.from(base64, 'base64');
    const trieBytes = blob.readUInt32LE(0);
    this.#trie = new Uint32Array(new Uint8Array(blob.subarray(4, 4 + trieBytes)).buffer);
    this.#replacements = blob.subarray(4 + trieBytes);
  }

  normalize(text: string): string {
    const known = new Map<string, string>();
    const pieces = text.split(BETWEEN_ASCII).map((piece) => {
      let normal = known.get(piece);
      if (normal === undefined) {
        const clusters = Array.from(this.#segmenter.segment(piece), ({ segment }) => segment);
        normal = clusters.map((cluster) => this.#normalizeCluster(cluster)).join('');
        known.set(piece, normal);
      }
      return normal;
    });
    return pieces.join('');
  }

  /** Short clusters are looked up whole first, then code point by code point, as the Rust tokenizers do. */
  #normalizeCluster(cluster: string): string {
    const whole = this.#transform(cluster, LONGEST_CLUSTER);
    return whole ?? Array.from(cluster, (character) => this.#transform(character) ?? character).join('');
  }

  /** The replacement of the shortest entry that `text` starts with, or undefined. */
  #transform(text: string, byteLimit = Number.POSITIVE_INFINITY): string | undefined {
    const bytes = this.#encoder.encode(text);
    if (bytes.length >= byteLimit) return undefined;
    let node = offsetOf(this.#unit(0));
    for (const byte of bytes) {
      if (byte === 0) return undefined;
      node ^= byte;
      const unit = this.#unit(node);
      if (labelOf(unit) !== byte) return undefined;
      node ^= offsetOf(unit);
      if (hasLeaf(unit)) return this.#replacement(this.#unit(node) & 0x7fffffff);
    }
    return undefined;
  }

  #unit(index: number): number {
    // Past the end only in a damaged file; a unit without a label then ends the search.
    return this.#trie[index] ?? 0x80000000;
  }

  #replacement(start: number): string {
    const end = this.#replacements.indexOf(0, start);
    return this.#replacements.toString('utf8', start, end === -1 ? undefined : end);
  }
}

/** In UTF-8 bytes: clusters of this length or more are taken code point by code point. */
const LONGEST_CLUSTER = 6;

/** There is always a cluster boundary here; splitting spares the slow segmenter from most of a plain text. */
const BETWEEN_ASCII = /(?<=[ -~])(?=[ -~])/;

const hasLeaf = (unit: number): boolean => ((unit >>> 8) & 1) === 1;
const labelOf = (unit: number): number => (unit & 0x800000ff) >>> 0;
const offsetOf = (unit: number): number => (unit >>> 10) << ((unit & 0x200) >>> 6);
