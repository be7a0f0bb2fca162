import type { Device, ModelList, Settings } from '../../../electron/contract/index';

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

export const SETTINGS: Settings = {
  colorScheme: 'auto',
  embedSettings: true,
  notifyWhenDone: true,
  cpuDevices: 2,
  virtualDevices: [],
  libraryFolder: '/home/ada/Videos/ParaStep Studio',
};
