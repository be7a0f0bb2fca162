import { createInterface } from 'node:readline/promises';
import { StudioError } from '../../workers/api';
import type { CudaLibraries } from '../devices/cuda/cuda-libraries';
import { fetchCudaLibraries, packageFiles } from '../devices/cuda/fetch-libraries';
import { cudaLibraries } from '../devices/cuda/this-machine';
import { dataFolder } from '../environment/data-folder';
import { interruptible } from './interruptible';
import type { Reporter } from './reporter';

/** `parastep devices fetch-cuda`: downloads ONNX Runtime's CUDA libraries once the user has agreed. */
export async function fetchCuda({ yes }: { yes?: boolean }, reporter: Reporter): Promise<void> {
  const libraries = cudaLibraries(dataFolder());
  if (libraries === undefined) {
    throw new StudioError('bad-request', 'CUDA is for Linux on x64 only: on this system there is none.');
  }
  const record = { type: 'cuda-libraries', folder: libraries.place };
  if (libraries.areHere) {
    reporter.done('The CUDA libraries of ONNX Runtime are here already.', { ...record, fetched: false });
    return;
  }
  const files = packageFiles(process.env);
  if (yes !== true) await ask(libraries, files);
  await interruptible('It was stopped. What has come is kept: fetch them again to go on.', (signal) =>
    fetchCudaLibraries(libraries, { files, signal, onProgress: (progress) => reporter.transfer(progress) }),
  );
  reporter.done(
    `The CUDA libraries of ONNX Runtime ${libraries.published.version} are in ${libraries.place}. They need ${libraries.published.needs}; “parastep devices” tells whether the cards start.`,
    { ...record, fetched: true },
  );
}

async function ask({ published, place }: CudaLibraries, files: string): Promise<void> {
  const { archive, publisher, version, license, needs } = published;
  const megabytes = Math.round(archive.bytes / 1e6);
  const what = `${megabytes} MB from ${new URL(files).host}: the CUDA libraries of ONNX Runtime ${version}, by ${publisher}, licence ${license}, checked by hash, into ${place}. They need ${needs}, which the system must have.`;
  if (!process.stdin.isTTY) {
    throw new StudioError('bad-request', `This would download ${what} Add --yes to agree.`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`Download ${what} [y/N] `).finally(() => terminal.close());
  if (!/^y(es)?$/i.test(answer.trim())) throw new StudioError('cancelled', 'Nothing was downloaded.');
}
