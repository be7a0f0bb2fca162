import type { Device, GraphRef } from '../device/device';
import type { Pipeline, StageProgress } from '../pipelines/pipeline';

export const MODEL_STAGES = ['encode', 'denoise', 'decode'] as const;
type ModelStage = (typeof MODEL_STAGES)[number];

export type ModelPartsOptions = {
  readonly pipeline: Pipeline;
  /** In the plan's order. */
  readonly devices: readonly Device[];
  /** The device that encodes: the first of them, or one of its own. */
  readonly encoder: Device;
};

/** The graphs of a model on the devices that need them, by the stage that they are for. */
export class ModelParts {
  readonly #options: ModelPartsOptions;

  constructor(options: ModelPartsOptions) {
    this.#options = options;
  }

  /**
   * Frees what earlier jobs have left on the devices: the graphs of other models, which nothing accounts for.
   *
   * @param except the folder of the bundle whose graphs may stay; without it, none does.
   */
  async makeRoom(except?: string): Promise<void> {
    const { devices, encoder } = this.#options;
    await Promise.all([...new Set([...devices, encoder])].map((device) => device.unloadAll(except)));
  }

  async load(stages: readonly ModelStage[], progress: StageProgress = () => undefined): Promise<void> {
    const work = stages.flatMap((stage) => this.#graphsOf(stage));
    let done = 0;
    await Promise.all(
      work.map(async ([device, graph]) => {
        await device.load(graph);
        progress(++done, work.length);
      }),
    );
  }

  async unload(stage: ModelStage): Promise<void> {
    await Promise.all(this.#graphsOf(stage).map(([device, graph]) => device.unload(graph)));
  }

  /** Frees one stage, with what devices hold for it, before it loads the next. */
  async exchange(before: ModelStage, after: ModelStage): Promise<void> {
    if (before === 'denoise') await Promise.all(this.#options.devices.map((device) => device.release()));
    await this.unload(before);
    await this.load([after]);
  }

  #graphsOf(stage: ModelStage): [Device, GraphRef][] {
    const { pipeline, devices, encoder } = this.#options;
    const on = (users: readonly Device[], graphs: readonly GraphRef[]): [Device, GraphRef][] =>
      users.flatMap((device) => graphs.map((graph): [Device, GraphRef] => [device, graph]));
    switch (stage) {
      case 'encode':
        return on([encoder], pipeline.encoderGraphs);
      case 'denoise':
        return on(devices, pipeline.denoiserGraphs);
      case 'decode':
        return on(pipeline.decodesOnAllDevices ? devices : devices.slice(0, 1), pipeline.decoderGraphs);
    }
  }
}
