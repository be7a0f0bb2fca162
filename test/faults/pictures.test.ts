/** The command line with good pictures and with bad ones. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import { readPicture } from '../../electron/pictures/read-picture';
import { jobResultSchema } from '../../workers/api';
import { Goldens, repository } from '../support/fixtures';
import { commandLine, temporaryFolder } from '../support/jobs';

const goldens = new Goldens('svd-tiny');
const FRAMING = { fit: 'crop', focus: { x: 0.5, y: 0.5 }, shape: { width: 16, height: 8 } } as const;

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const flat = (width: number, height: number, background: string) =>
  sharp({ create: { width, height, channels: 3, background } });

async function file(name: string, image: Sharp): Promise<string> {
  const path = join(folder, name);
  await image.toFile(path);
  return path;
}

function written(name: string, data: Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, data);
  return path;
}

/** A PNG whose header claims another size. */
function claiming(png: Buffer, side: number): Buffer {
  const header = 12;
  const forged = Buffer.from(png);
  forged.writeUInt32BE(side, header + 4);
  forged.writeUInt32BE(side, header + 8);
  forged.writeUInt32BE(crc32(forged.subarray(header, header + 17)), header + 17);
  return forged;
}

/** What makes an animation of a PNG: how many frames it has, and that it goes on for ever. */
function animationChunk(frames: number): Buffer {
  const chunk = Buffer.alloc(20);
  chunk.writeUInt32BE(8, 0);
  chunk.write('acTL', 4, 'latin1');
  chunk.writeUInt32BE(frames, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 16)), 16);
  return chunk;
}

/** The colour of a picture's first and last pixel. */
const corners = ({ data }: { readonly data: Uint8Array }): number[][] => [
  [...data.subarray(0, 3)],
  [...data.subarray(-3)],
];

describe('a picture', () => {
  it('comes alive, and two devices decode its chunks to the same frames as one', () => {
    const frames = ['cpu:0', 'cpu:0,cpu:1'].map((devices) => {
      const job = join(folder, devices);
      const { status, stderr } = spawnSync(
        process.execPath,
        [
          ...[commandLine, 'generate', '--bundle', goldens.bundle, '--image', goldens.path('wide.png')],
          ...['--seed', '3', '--devices', devices, '--plan', 'sequential', '--decode-chunk', '2'],
          ...['--job-folder', job, '--out', join(folder, `${devices}.webp`)],
        ],
        { encoding: 'utf8' },
      );
      expect(stderr).not.toMatch(/^parastep:/m);
      expect(status).toBe(0);
      const result = jobResultSchema.parse(JSON.parse(readFileSync(join(job, 'result.json'), 'utf8')));
      expect(result.request).toMatchObject({ kind: 'image-to-video', image: { name: 'wide.png' } });
      return readFileSync(join(job, result.media.file));
    });
    expect(frames[0]).toEqual(frames[1]);
  });

  it('stands upright, on white where it is transparent', async () => {
    const left = await flat(40, 40, '#ff0000').png().toBuffer();
    const image = flat(80, 40, '#0000ff').composite([{ input: left, left: 0, top: 0 }]);
    const turned = await file('turned.png', image.withMetadata({ orientation: 3 }));
    const shape = { width: 80, height: 40 };
    expect(corners(await readPicture(turned, { ...FRAMING, shape }))).toEqual([
      [0, 0, 255],
      [255, 0, 0],
    ]);
    const glass = await file(
      'glass.png',
      sharp({ create: { width: 16, height: 8, channels: 4, background: '#00000000' } }),
    );
    expect(corners(await readPicture(glass, FRAMING))).toEqual([
      [255, 255, 255],
      [255, 255, 255],
    ]);
  });

  it.each([
    ['grey', () => flat(32, 16, '#808080').toColourspace('b-w').png(), 'grey.png'],
    ['16 bits', () => flat(32, 16, '#808080').toColourspace('rgb16').png(), 'deep.png'],
    ['CMYK', () => flat(32, 16, '#808080').toColourspace('cmyk').jpeg(), 'print.jpg'],
  ])('may be %s', async (_kind, make, name) => {
    const { width, height, data } = await readPicture(await file(name, make()), FRAMING);
    expect([width, height, data.length]).toEqual([32, 16, 32 * 16 * 3]);
    for (const value of data) expect(Math.abs(value - 128)).toBeLessThan(16);
  });

  it('is padded to the shape, and made smaller when it is very large', async () => {
    const path = await file('square.png', flat(16, 16, '#ffffff'));
    const padded = await readPicture(path, { ...FRAMING, fit: 'pad' });
    expect([padded.width, padded.height, corners(padded)[0]]).toEqual([32, 16, [0, 0, 0]]);
    const large = await file('large.png', flat(9000, 4500, '#ffffff'));
    expect(await readPicture(large, FRAMING)).toMatchObject({ width: 4096, height: 2048 });
  });
});

describe('a bad picture is refused in a sentence', () => {
  const refusal = (path: string): Promise<string> =>
    readPicture(path, FRAMING).then(
      () => 'nothing',
      (error: Error) => error.message,
    );

  it.each([
    ['that is not there', () => join(folder, 'none.png'), /There is no picture at .* check the path\./],
    ['that is a link', () => 'https://example.org/a.png', /is a link: save the picture/],
    ['that is a folder', () => mkdtempSync(join(folder, 'd')), /is a folder/],
    [
      'that is text',
      () => written('text.png', Buffer.from('no picture at all')),
      /is not a picture that can be read/,
    ],
    [
      'that is cut short',
      () => {
        const whole = readFileSync(goldens.path('wide.png'));
        return written('cut.png', whole.subarray(0, whole.length / 2));
      },
      /is damaged or cut short/,
    ],
    ['of one pixel', () => file('one.png', flat(1, 1, '#fff')), /has 1 x 1 pixels: choose one of at least 8/],
    [
      'that would be a bomb',
      () => written('bomb.png', claiming(readFileSync(goldens.path('wide.png')), 20_000)),
      /has 20000 x 20000 pixels: make it smaller, to 100 million/,
    ],
    [
      'that is animated',
      () => {
        const pages = Buffer.from(
          Uint8Array.from({ length: 3 * 16 * 32 }, (_, i) => (i < 3 * 16 * 16 ? 0 : 255)),
        );
        const raw = { width: 16, height: 32, channels: 3, pageHeight: 16 } as const;
        return file('moving.webp', sharp(pages, { raw }).webp());
      },
      /is animated: save one frame/,
    ],
    [
      'that is an animated PNG',
      async () => {
        const png = await flat(16, 16, '#fff').png().toBuffer();
        return written(
          'moving.png',
          Buffer.concat([png.subarray(0, 33), animationChunk(2), png.subarray(33)]),
        );
      },
      /is animated: save one frame/,
    ],
    [
      'that is an animated AVIF',
      () => join(repository, 'test/fixtures/moving.avif'),
      /is animated: save one frame/,
    ],
    ['of another format', () => file('a.tiff', flat(16, 16, '#fff').tiff()), /is a TIFF file: use PNG/],
  ])('%s', async (_name, make, sentence) => {
    expect(await refusal(await make())).toMatch(sentence);
  });
});
