import { create } from 'zustand';
import type { Link } from '../../electron/contract/index';
import { request } from '../bridge/client';

type Links = {
  /** By device, as far as they have been asked for. */
  readonly links: ReadonlyMap<string, Link>;
  /** The device whose link is being measured. */
  readonly measuring: string | undefined;
};

export const useLinks = create<Links>()(() => ({ links: new Map(), measuring: undefined }));

/** Measures one link after the other, so that none disturbs another. */
export async function measureLinks(devices: readonly string[]): Promise<void> {
  try {
    for (const device of devices) {
      useLinks.setState({ measuring: device });
      const link = await request('devices.measureLink', { device });
      useLinks.setState(({ links }) => ({ links: new Map(links).set(device, link) }));
    }
  } finally {
    useLinks.setState({ measuring: undefined });
  }
}

/** `10.2 GB/s, 35 µs`. */
export function linkText({ gigabytesPerSecond, latencyMs }: Link): string {
  const bandwidth = Number(gigabytesPerSecond.toPrecision(3));
  const latency = Number((latencyMs * 1000).toPrecision(2));
  return `${bandwidth} GB/s, ${latency} µs`;
}
