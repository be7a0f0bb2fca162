import type { Systeminformation } from 'systeminformation';
import type { Adapter } from '../../contract/machine';

type Controller = Pick<Systeminformation.GraphicsControllerData, 'vendor' | 'model' | 'vram' | 'bus'> &
  Partial<Pick<Systeminformation.GraphicsControllerData, 'busAddress' | 'driverVersion' | 'vramDynamic'>>;

/** Adapters that no vendor's tool has told of: AMD, Intel and Apple, and any on Windows and macOS. */
export function adaptersOf(
  controllers: readonly Controller[],
  known: { readonly nvidia: boolean },
): Adapter[] {
  return controllers.flatMap((controller, i): Adapter[] => {
    const vendor = vendorOf(`${controller.vendor} ${controller.model}`);
    // Consoles of servers and virtual screens compute nothing.
    if (vendor === 'other' || (vendor === 'NVIDIA' && known.nvidia)) return [];
    const { model, vram, vramDynamic, busAddress, driverVersion } = controller;
    return [
      {
        key: busAddress || `${vendor.toLowerCase()}:${i}`,
        name: model.trim() || vendor,
        vendor,
        badge: null,
        uuid: null,
        pciBusId: busAddress || null,
        driver: driverVersion || null,
        computeCapability: null,
        numaNode: null,
        memory:
          typeof vram === 'number' && vram > 0 && vramDynamic !== true
            ? { total: vram * 2 ** 20, used: null, thisApp: null, free: null }
            : null,
        load: null,
        celsius: null,
        watts: null,
      },
    ];
  });
}

function vendorOf(text: string): Adapter['vendor'] {
  if (/nvidia/i.test(text)) return 'NVIDIA';
  if (/\bAMD\b|Advanced Micro Devices|\bATI\b|Radeon/i.test(text)) return 'AMD';
  if (/intel/i.test(text)) return 'Intel';
  if (/apple/i.test(text)) return 'Apple';
  return 'other';
}

/** Numbers the cards of one name, so that they can be told apart. */
export function withBadges(adapters: readonly Adapter[]): Adapter[] {
  return adapters.map((adapter, i) => {
    const alike = adapters.filter(({ name }) => name === adapter.name);
    const place = adapters.slice(0, i + 1).filter(({ name }) => name === adapter.name).length;
    return alike.length > 1 ? { ...adapter, badge: `#${place}` } : adapter;
  });
}
