import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';
import openWabt from 'wabt';

/** An import of `*.wat` becomes the exports of the module that the text describes. */
export function watPlugin(): Plugin {
  return {
    name: 'wat',
    async load(id) {
      if (!id.endsWith('.wat')) return null;
      const wabt = await openWabt();
      const module = wabt.parseWat(id, await readFile(id), { simd: true });
      module.validate();
      const { buffer } = module.toBinary({});
      module.destroy();
      const text = Buffer.from(buffer).toString('base64');
      const bytes = `Uint8Array.from(atob('${text}'), (c) => c.charCodeAt(0))`;
      return {
        code: `export default new WebAssembly.Instance(new WebAssembly.Module(${bytes})).exports;`,
        map: null,
      };
    },
  };
}
