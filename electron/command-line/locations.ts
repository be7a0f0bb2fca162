import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NodeProcessHost } from '../../workers/api';
import { cudaLibraries } from '../devices/cuda/this-machine';
import { dataFolder } from '../environment/data-folder';

/** The built programs lie beside each other, the bundled models in `assets/models` of an enclosing folder. */
const programsFolder = __dirname;

export function nodeProcessHost(): NodeProcessHost {
  const cuda = cudaLibraries(dataFolder());
  return new NodeProcessHost(
    {
      conductor: join(programsFolder, 'conductor.cjs'),
      device: join(programsFolder, 'device.cjs'),
    },
    () => cuda?.searchFolder(),
  );
}

/** The folder of the models that come with the app. */
export function bundledModelsFolder(): string {
  let folder = programsFolder;
  while (dirname(folder) !== folder) {
    const models = join(folder, 'assets', 'models');
    if (existsSync(models)) return models;
    folder = dirname(folder);
  }
  return join(programsFolder, 'assets', 'models');
}
