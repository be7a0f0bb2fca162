import type { MemoryNeeds, PartNeed } from './needs';

/** A device with the memory that is free on it; undefined where the system does not tell. */
export type MemoryPlace = {
  readonly id: string;
  readonly isProcessor: boolean;
  readonly freeBytes: number | undefined;
};

export type FitOptions = {
  readonly needs: MemoryNeeds;
  /** In the plan's order: the first one encodes. */
  readonly places: readonly MemoryPlace[];
  /** Free memory of the host, which its processor devices share. */
  readonly hostFreeBytes: number;
};

/** Where the parts go and when they leave. */
export type Placement = {
  /** Encoders run on a processor device of their own and not on the plan's first device. */
  readonly encodeOnProcessor: boolean;
  /** Each part is unloaded before the next is loaded. */
  readonly inTurn: boolean;
  readonly tiled: boolean;
};

export type Fit = {
  readonly verdict: 'fits' | 'does-not-fit' | 'unknown';
  readonly placement: Placement;
  /** Such as “It fits, with the text encoder on the CPU: about 11.2 of 22.4 GB on cuda:0.” */
  readonly sentence: string;
};

/** ONNX Runtime's arenas grow in steps, and operators take room of their own. */
const SPARE_FACTOR = 1.15;

/** In the order in which they are tried: what costs least time first. */
const PLACEMENTS: readonly Placement[] = [
  { encodeOnProcessor: false, inTurn: false, tiled: false },
  { encodeOnProcessor: false, inTurn: true, tiled: false },
  { encodeOnProcessor: true, inTurn: true, tiled: false },
  { encodeOnProcessor: false, inTurn: true, tiled: true },
  { encodeOnProcessor: true, inTurn: true, tiled: true },
];

/** Whether a request fits into the memory of its devices, and how. */
export function fitMemory(options: FitOptions): Fit {
  const { needs, places } = options;
  const [first] = places;
  if (first === undefined) throw new RangeError('A job needs a device.');
  const possible = PLACEMENTS.filter(
    ({ encodeOnProcessor, tiled }) =>
      !(encodeOnProcessor && first.isProcessor) && !(tiled && needs.tileShare === undefined),
  );
  for (const placement of possible) {
    const loads = loadsOf(options, placement);
    const [tightest] = [...loads].sort((a, b) => b.needed / b.free - a.needed / a.free);
    if (loads.every(({ needed, free }) => needed <= free)) {
      const isKnown = needs.parts.every(({ activationBytes }) => activationBytes !== null);
      const sentence = `It fits${howText(placement, needs.parts)}${tightest ? `: ${isKnown ? 'about' : 'at least'} ${loadText(tightest)}` : ''}.`;
      return { verdict: tightest === undefined ? 'unknown' : 'fits', placement, sentence };
    }
  }
  const last = possible.at(-1) as Placement;
  const [worst] = loadsOf(options, last)
    .filter(({ needed, free }) => needed > free)
    .sort((a, b) => b.needed - b.free - (a.needed - a.free));
  return {
    verdict: 'does-not-fit',
    placement: last,
    sentence: `It does not fit: ${missingText(worst as Load)}. Choose a smaller size, fewer frames or another device.`,
  };
}

type Load = { readonly where: string; readonly needed: number; readonly free: number };

/** What each memory that is known would have to hold at the worst moment. */
function loadsOf({ needs, places, hostFreeBytes }: FitOptions, placement: Placement): Load[] {
  const { encodeOnProcessor, inTurn, tiled } = placement;
  // Tiles are dealt out to all devices.
  const decodesOnAll = needs.decodesOnAllDevices || tiled;
  let host = 0;
  const loads: Load[] = [];
  for (const [index, { id, isProcessor, freeBytes }] of places.entries()) {
    const parts = needs.parts.filter(
      ({ stage }) =>
        stage === 'denoise' ||
        (stage === 'encode' && index === 0 && !encodeOnProcessor) ||
        (stage === 'decode' && (index === 0 || decodesOnAll)),
    );
    const needed = bytesOf(parts, { inTurn, onProcessor: isProcessor, ...tileOf(needs, placement) });
    if (isProcessor) host += needed;
    else if (freeBytes !== undefined) loads.push({ where: id, needed, free: freeBytes });
  }
  if (encodeOnProcessor) {
    const encoders = needs.parts.filter(({ stage }) => stage === 'encode');
    host += bytesOf(encoders, { inTurn, onProcessor: true, tileShare: 1 });
  }
  if (host > 0) loads.push({ where: 'the computer', needed: host, free: hostFreeBytes });
  return loads;
}

const tileOf = ({ tileShare }: MemoryNeeds, { tiled }: Placement) => ({
  tileShare: tiled ? (tileShare ?? 1) : 1,
});

function bytesOf(
  parts: readonly PartNeed[],
  how: { readonly inTurn: boolean; readonly onProcessor: boolean; readonly tileShare: number },
): number {
  const stages = ['encode', 'denoise', 'decode'] as const;
  const weights = stages.map((stage) => sum(parts, stage, (part) => part.weightBytes * factor(part, how)));
  const values = stages.map(
    (stage) =>
      // Of one part after the other.
      Math.max(
        0,
        ...parts
          .filter((part) => part.stage === stage)
          .map((part) => (part.activationBytes ?? 0) * factor(part, how)),
      ) * (stage === 'decode' ? how.tileShare : 1),
  );
  const atOnce = stages.map((_, i) => (weights[i] ?? 0) + (values[i] ?? 0));
  const all = weights.reduce((total, bytes) => total + bytes, 0) + Math.max(...values);
  return SPARE_FACTOR * (how.inTurn ? Math.max(...atOnce) : all);
}

/** ONNX Runtime has no float16 kernels for processors: it computes in float32 there. */
const factor = ({ isHalf }: PartNeed, { onProcessor }: { readonly onProcessor: boolean }): number =>
  isHalf && onProcessor ? 2 : 1;

const sum = (
  parts: readonly PartNeed[],
  stage: PartNeed['stage'],
  bytes: (part: PartNeed) => number,
): number => parts.filter((part) => part.stage === stage).reduce((total, part) => total + bytes(part), 0);

function howText({ encodeOnProcessor, inTurn, tiled }: Placement, parts: readonly PartNeed[]): string {
  const ways = [
    ...(encodeOnProcessor ? [`with the ${encoderName(parts)} on the CPU`] : []),
    ...(inTurn && !encodeOnProcessor ? ['one part of the model after the other'] : []),
    ...(tiled ? ['decoded in tiles'] : []),
  ];
  return ways.length === 0 ? '' : `, ${ways.join(', ')}`;
}

/** What the largest encoder is called. */
function encoderName(parts: readonly PartNeed[]): string {
  const [largest] = parts
    .filter(({ stage }) => stage === 'encode')
    .sort((a, b) => b.weightBytes - a.weightBytes);
  switch (largest?.component) {
    case 'text_encoder':
    case 'text_encoder_2':
      return 'T5 encoder';
    case 'image_encoder':
      return 'image encoder';
    default:
      return 'encoder';
  }
}

const missingText = ({ where, needed, free }: Load): string =>
  `about ${gigabytes(needed)} are needed and ${gigabytes(free)} are free on ${where}`;

const loadText = ({ where, needed, free }: Load): string =>
  `${gigabytes(needed)} of ${gigabytes(free)} on ${where}`;

const gigabytes = (bytes: number): string =>
  bytes < 1e8 ? `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
