// `node build/make-icons.mjs`: draws assets/icons/icon.svg at the sizes that the platforms want.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { root } from './setup.mjs';

const folder = join(root, 'assets', 'icons');
const svg = readFileSync(join(folder, 'icon.svg'));

const png = (size) =>
  sharp(svg, { density: (72 * size) / 512 })
    .resize(size, size)
    .png({ compressionLevel: 9 })
    .toBuffer();

/** Windows: a directory of sizes, then the pictures. 256 is written as 0. */
async function ico(sizes) {
  const pictures = await Promise.all(sizes.map(png));
  const header = Buffer.from([0, 0, 1, 0, sizes.length, 0]);
  let offset = header.length + 16 * sizes.length;
  const entries = pictures.map((picture, i) => {
    const entry = Buffer.alloc(16);
    entry.writeUInt8(sizes[i] % 256, 0);
    entry.writeUInt8(sizes[i] % 256, 1);
    entry.writeUInt16LE(1, 4);
    entry.writeUInt16LE(32, 6);
    entry.writeUInt32LE(picture.length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += picture.length;
    return entry;
  });
  return Buffer.concat([header, ...entries, ...pictures]);
}

/** macOS: pictures one after the other, each under the four letters for its size. */
async function icns(types) {
  const parts = await Promise.all(
    Object.entries(types).map(async ([type, size]) => {
      const picture = await png(size);
      const head = Buffer.from(`${type}\0\0\0\0`, 'latin1');
      head.writeUInt32BE(picture.length + head.length, 4);
      return Buffer.concat([head, picture]);
    }),
  );
  const body = Buffer.concat(parts);
  const head = Buffer.from('icns\0\0\0\0', 'latin1');
  head.writeUInt32BE(body.length + head.length, 4);
  return Buffer.concat([head, body]);
}

writeFileSync(join(folder, 'icon.png'), await png(512));
writeFileSync(join(folder, 'icon.ico'), await ico([16, 24, 32, 48, 64, 128, 256]));
writeFileSync(
  join(folder, 'icon.icns'),
  await icns({ icp4: 16, icp5: 32, ic07: 128, ic08: 256, ic09: 512, ic10: 1024 }),
);
