import type { Device, Installation, Machine, ModelList, Settings } from '../../../electron/contract/index';

export const MODELS: ModelList = {
  models: [
    {
      id: 'demo-text-to-video',
      title: 'ParaStep Demo',
      description:
        'A small CogVideoX that comes with the app: 24 things making 6 motions in front of 6 backgrounds.',
      license: 'Apache-2.0',
      source: 'https://github.com/parastep-studio/parastep-studio',
      kind: 'text-to-video',
      folder: '/opt/parastep-studio/models/demo-text-to-video',
      bytes: 61_400_000,
      bundled: true,
      removable: false,
      limits: { sizeUnit: 16, frameCounts: [1, 9, 17], maxSteps: 1000, promptTokens: 32 },
      defaults: {
        steps: 50,
        guidanceScale: 5,
        frames: 17,
        width: 64,
        height: 64,
        fps: 8,
        negativePrompt: '',
        warmup: 8,
        cooldown: 0,
      },
      examples: [
        'a red balloon rising into a blue sky',
        'a rocket taking off at night',
        'a leaf falling in a forest',
        'a yellow car moving to the right',
        'a snowflake spinning on a grey day',
        'a fish gliding to the left under water',
      ],
    },
    {
      id: 'cogvideox-2b',
      title: 'CogVideoX 2B',
      description: 'Six seconds of 720 by 480 pixels from a prompt in English.',
      license: 'Apache-2.0',
      source: 'https://huggingface.co/THUDM/CogVideoX-2b',
      kind: 'text-to-video',
      folder: '/home/ada/Models/cogvideox-2b',
      bytes: 13_600_000_000,
      bundled: false,
      removable: true,
      limits: { sizeUnit: 16, frameCounts: [1, 9, 17, 25, 33, 41, 49], maxSteps: 1000, promptTokens: 226 },
      defaults: {
        steps: 50,
        guidanceScale: 6,
        frames: 49,
        width: 720,
        height: 480,
        fps: 8,
        negativePrompt: '',
        warmup: 13,
        cooldown: 0,
      },
      examples: ['A panda playing a guitar in a bamboo forest'],
    },
    {
      id: 'svd',
      title: 'Stable Video Diffusion',
      description: 'Two seconds from a picture.',
      license: 'stability-ai-community',
      source: 'https://huggingface.co/stabilityai/stable-video-diffusion-img2vid',
      kind: 'image-to-video',
      folder: '/home/ada/Models/svd',
      bytes: 4_600_000_000,
      bundled: false,
      removable: true,
      limits: { sizeUnit: 64, maxFrames: 1024, maxSteps: 1000 },
      defaults: {
        steps: 25,
        minGuidanceScale: 1,
        maxGuidanceScale: 3,
        motionBucketId: 127,
        noiseAugStrength: 0.02,
        frames: 14,
        width: 128,
        height: 64,
        fps: 7,
        decodeChunk: 7,
        warmup: 5,
        cooldown: 0,
      },
      examples: [],
    },
  ],
  broken: [
    {
      folder: '/home/ada/Models/half-a-download',
      problem:
        'The file transformer/model.onnx_data is 1.2 GB and should be 3.4 GB: the download did not finish. Download the model again.',
    },
  ],
};

export const fakeDevices = ({ cpuDevices: count, virtualDevices }: Settings): Device[] => [
  ...Array.from(
    { length: count },
    (_, i): Device => ({
      id: `cpu:${i}`,
      name: 'AMD Ryzen 9 7950X',
      kind: 'cpu',
      threads: Math.max(1, Math.floor(16 / count)),
    }),
  ),
  ...virtualDevices.map(
    (model, i): Device => ({ id: `virtual:${i}`, name: 'Virtual device', kind: 'virtual', model }),
  ),
];

/** Two cards joined by NVLink, one of them at work. */
export const fakeMachine = (): Machine => {
  const GIB = 2 ** 30;
  const card = (place: number, load: number): Machine['adapters'][number] => ({
    key: `GPU-${place}`,
    name: 'RTX 3090',
    vendor: 'NVIDIA',
    badge: `#${place}`,
    uuid: `GPU-${place}`,
    pciBusId: `00000000:${place}1:00.0`,
    driver: '550.90.07',
    computeCapability: '8.6',
    numaNode: 0,
    memory: {
      total: 24 * GIB,
      used: (1 + 20 * load) * GIB,
      thisApp: 18 * load * GIB,
      free: (23 - 20 * load) * GIB,
    },
    load,
    celsius: 38 + 35 * load,
    watts: 25 + 300 * load,
  });
  return {
    host: {
      processor: 'AMD Ryzen 9 7950X',
      cores: 16,
      nodes: [{ node: 0, processors: 16 }],
      memory: { total: 64 * GIB, used: 21 * GIB, thisApp: 3 * GIB, free: 43 * GIB },
      load: 0.31,
    },
    adapters: [card(1, 0.96), card(2, 0)],
    links: [{ between: ['GPU-1', 'GPU-2'], kind: 'NV4' }],
    problems: [],
  };
};

export const SETTINGS: Settings = {
  colorScheme: 'auto',
  embedSettings: true,
  notifyWhenDone: true,
  cpuDevices: 2,
  virtualDevices: [],
  libraryFolder: '/home/ada/Videos/ParaStep Studio',
};

const installation = (id: string, patch: Partial<Installation>): Installation => ({
  ...{ id, kind: 'download', source: 'ada/cogvideox-2b-parastep', title: 'CogVideoX 2B' },
  ...{ license: 'Apache-2.0', state: 'running', done: 6_480_000_000, total: 15_200_000_000 },
  ...{ bytesPerSecond: null, secondsLeft: null, problem: null },
  ...patch,
});

export const INSTALLATIONS: Installation[] = [
  installation('1', { bytesPerSecond: 48_200_000, secondsLeft: 181 }),
  installation('2', {
    ...{ source: 'ada/svd-parastep', title: 'Stable Video Diffusion', license: 'stability-ai-community' },
    ...{ state: 'stopped', done: 1_100_000_000, total: 4_600_000_000 },
  }),
  installation('3', {
    ...{ source: 'ada/nothing', title: null, license: null, state: 'failed', done: 0, total: 0 },
    problem: 'There is no repository ada/nothing at https://huggingface.co: check the name.',
  }),
  installation('4', {
    ...{ kind: 'verification', source: 'ParaStep Demo', title: 'ParaStep Demo', state: 'done' },
  }),
];
