import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { outputError, StudioError } from '../../workers/api';
import type { Model } from '../contract';
import { dataFolder } from '../environment/data-folder';
import { ModelCatalogue } from '../models/catalogue';
import { carryOut, type InstallOrder } from '../models/installing/carry-out';
import { hubFromEnvironment } from '../models/installing/hub-repository';
import { interruptible } from './interruptible';
import { bundledModelsFolder } from './locations';
import { type Common, JSON_OPTION, report } from './report';
import type { Reporter } from './reporter';

/** Where the window installs models, too. */
const installedModelsFolder = (): string => join(dataFolder(), 'models');

/** `parastep models …`: the window's model manager in words. Without a word it lists. */
export function addModelCommands(models: Command): void {
  models
    .command('list', { isDefault: true })
    .description('list the models of the app, or those in a folder')
    .option('--folder <folder>', 'a folder of model bundles')
    .option(...JSON_OPTION)
    .action((options: Common & { folder?: string }) =>
      report(options, (reporter) => listModels(options.folder, reporter)),
    );
  models
    .command('download')
    .argument(
      '<repository>',
      'a Hugging Face repository that holds a model, such as ada/model or ada/model@v2',
    )
    .description('download a model; a download that was broken off goes on')
    .option(...JSON_OPTION)
    .action((repository: string, options: Common) =>
      report(options, (reporter) =>
        install(
          {
            kind: 'download',
            repository: repository.trim(),
            hub: hubFromEnvironment(process.env),
            models: installedModelsFolder(),
          },
          reporter,
        ),
      ),
    );
  models
    .command('import')
    .argument('<folder>', 'a folder that holds a model bundle')
    .description('copy a model among the installed ones')
    .option(...JSON_OPTION)
    .action((folder: string, options: Common) =>
      report(options, (reporter) =>
        install({ kind: 'import', source: resolve(folder), models: installedModelsFolder() }, reporter),
      ),
    );
  models
    .command('verify')
    .argument('<model>', "a model's identifier, or the folder of one")
    .description('read every file of a model and compare it with its hash')
    .option(...JSON_OPTION)
    .action((model: string, options: Common) => report(options, (reporter) => verify(model, reporter)));
  models
    .command('remove')
    .argument('<model>', 'the identifier of an installed model')
    .description('delete an installed model')
    .option(...JSON_OPTION)
    .action((model: string, options: Common) => report(options, (reporter) => remove(model, reporter)));
}

/** The models that the window shows, or those of one folder alone. */
function catalogue(folder?: string): ModelCatalogue {
  const extra = process.env['PARASTEP_MODELS_DIR'];
  const folders =
    folder === undefined
      ? [
          { path: bundledModelsFolder(), bundled: true },
          { path: installedModelsFolder(), bundled: false, own: true },
          ...(extra ? [{ path: extra, bundled: false }] : []),
        ]
      : [{ path: resolve(folder), bundled: false }];
  return new ModelCatalogue(folders, join(__dirname, 'token-counter-thread.cjs'));
}

async function listModels(folder: string | undefined, reporter: Reporter): Promise<void> {
  if (folder !== undefined && !existsSync(folder)) {
    throw new StudioError(
      'bundle-missing',
      `There is no folder of models at ${resolve(folder)}: name one with --folder.`,
    );
  }
  const { models, broken } = await catalogue(folder).list();
  const text = [
    ...models.map(
      ({ id, title, kind, bytes, license, folder: place }) =>
        `${id}\n  ${title} (${kind}, ${(bytes / 1e6).toFixed(1)} MB, ${license})\n  ${place}`,
    ),
    ...broken.map((model) => `${model.folder}\n  ${model.problem}`),
  ].join('\n');
  reporter.done(text || 'There are no models.', {
    type: 'models',
    models: models.map(about),
    broken,
  });
}

const about = ({ id, title, kind, license, bytes, folder, removable }: Model) => ({
  ...{ id, title, kind, license, bytes, folder, removable },
});

/** Carries an order out until it is done or the terminal interrupts it. */
const obey = (order: InstallOrder, reporter: Reporter): Promise<string> =>
  interruptible(
    order.kind === 'download'
      ? 'It was stopped. What has come is kept: download it again to go on.'
      : 'It was stopped.',
    (signal) => carryOut(order, (progress) => reporter.transfer(progress), signal),
  );

async function install(
  order: Exclude<InstallOrder, { kind: 'verification' }>,
  reporter: Reporter,
): Promise<void> {
  const folder = await obey(order, reporter);
  const { models } = await catalogue().list();
  const model = models.find((installed) => installed.folder === folder);
  reporter.done(
    model === undefined
      ? `Installed in ${folder}.`
      : `${model.title} is installed (licence ${model.license}). Generate with --bundle ${folder}`,
    { type: 'installed', folder, model: model === undefined ? null : about(model) },
  );
}

async function verify(model: string, reporter: Reporter): Promise<void> {
  const folder = existsSync(join(model, 'parastep.json'))
    ? resolve(model)
    : (await catalogue().get(model)).card.folder;
  await obey({ kind: 'verification', folder }, reporter);
  reporter.done(`Every file of ${folder} is as it was exported.`, { type: 'verified', folder });
}

async function remove(id: string, reporter: Reporter): Promise<void> {
  const { card } = await catalogue().get(id);
  if (!card.removable) {
    throw new StudioError(
      'bad-request',
      `${card.title} was not installed by this app: it stays where it is.`,
    );
  }
  await rm(card.folder, { recursive: true }).catch((error: unknown) => {
    throw outputError(card.folder, error);
  });
  reporter.done(`${card.title} is removed.`, { type: 'removed', id, folder: card.folder });
}
