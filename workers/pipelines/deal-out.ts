/**
 * Work on every item, dealt out to the devices in turn: each does its items one after the other, and all devices
 * work at the same time. The results stand in the order of the items.
 */
export async function dealOut<D, T, R>(
  devices: readonly D[],
  items: readonly T[],
  work: (device: D, item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array(items.length);
  await Promise.all(
    devices.map(async (device, first) => {
      for (let i = first; i < items.length; i += devices.length) {
        results[i] = await work(device, items[i] as T);
      }
    }),
  );
  return results;
}
