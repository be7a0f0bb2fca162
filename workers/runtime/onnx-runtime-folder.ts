import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';

/** The folder of the ONNX Runtime that comes with the app; a packed app keeps it beside its archive. */
export function onnxRuntimeFolder(): string {
  const home = dirname(dirname(createRequire(__filename).resolve('onnxruntime-node')));
  return join(home, 'bin', 'napi-v6', process.platform, process.arch).replace(
    `app.asar${sep}`,
    `app.asar.unpacked${sep}`,
  );
}
