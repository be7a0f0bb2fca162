import type { InferenceSession } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { Sessions } from './sessions';

const spec = { id: 'cpu:0', provider: 'cpu', threads: 1 } as const;
const graph = (path: string) => ({ bundle: '/models/m', path });
const outOfMemory = (): Error => new Error('[ONNXRuntimeError] : 6 : std::bad_alloc');

/** Sessions on a machine with room for `room` of them. */
function machine(room: number) {
  const live = new Set<string>();
  const attempts: string[] = [];
  const sessions = new Sessions(spec, async (file) => {
    attempts.push(file);
    if (live.size >= room) throw outOfMemory();
    live.add(file);
    const session = { inputMetadata: [], release: async () => live.delete(file) };
    return session as unknown as InferenceSession;
  });
  return { sessions, attempts, live };
}

const nothing = async (): Promise<void> => undefined;

describe('Sessions', () => {
  const other = { bundle: '/models/other', path: 'a.onnx' };

  it('make room for a model, and keep what they have of it', async () => {
    const { sessions, attempts, live } = machine(4);
    await sessions.load(graph('a.onnx'));
    await sessions.load(other);
    await sessions.unloadAll('/models/m');
    expect([...live]).toEqual(['/models/m/a.onnx']);
    await sessions.load(graph('a.onnx'));
    expect(attempts).toHaveLength(2);
    await sessions.unloadAll();
    expect([...live]).toEqual([]);
    expect(sessions.count).toBe(0);
  });

  it('make room without the graph that is at work, and with the one that is still loading', async () => {
    const { sessions, live } = machine(4);
    await sessions.use(graph('a.onnx'), async () => {
      void sessions.load(other);
      await sessions.unloadAll();
      expect([...live]).toEqual(['/models/m/a.onnx']);
    });
  });
});

describe('Sessions when memory runs out', () => {
  it('frees every graph that nobody uses, and loads', async () => {
    const { sessions, attempts, live } = machine(2);
    await sessions.load(graph('a.onnx'));
    await sessions.load(graph('b.onnx'));
    await sessions.load(graph('c.onnx'));
    expect([...live]).toEqual(['/models/m/c.onnx']);
    expect(attempts.filter((file) => file.endsWith('c.onnx'))).toHaveLength(2);
    expect(sessions.count).toBe(1);
  });

  it('loads a freed graph again when it is asked for', async () => {
    const { sessions, live } = machine(1);
    await sessions.use(graph('a.onnx'), nothing);
    await sessions.use(graph('b.onnx'), nothing);
    await sessions.use(graph('a.onnx'), nothing);
    expect([...live]).toEqual(['/models/m/a.onnx']);
  });

  it('never frees a graph that is at work', async () => {
    const { sessions, live } = machine(1);
    await sessions.use(graph('a.onnx'), async () => {
      await expect(sessions.load(graph('b.onnx'))).rejects.toMatchObject({ code: 'out-of-memory' });
      expect([...live]).toEqual(['/models/m/a.onnx']);
    });
  });

  it('gives up after the second attempt, in words that name the device and what to do', async () => {
    const { sessions, attempts } = machine(0);
    const error = await sessions.load(graph('unet/model.onnx')).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'out-of-memory', device: 'cpu:0' });
    expect(String(error)).toMatch(/cpu:0 ran out of memory while it loaded unet\/model.onnx.*Close other/);
    expect(attempts).toHaveLength(2);
    expect(sessions.count).toBe(0);
  });

  it('runs once more after a run that found no memory', async () => {
    const { sessions, live } = machine(3);
    await sessions.load(graph('encoder.onnx'));
    let runs = 0;
    const result = await sessions.use(graph('decoder.onnx'), async () => {
      runs += 1;
      if (live.size > 1) throw outOfMemory();
      return 'frames';
    });
    expect(result).toBe('frames');
    expect(runs).toBe(2);
    expect([...live]).toEqual(['/models/m/decoder.onnx']);
  });

  it.each([
    ['CUDA failure 2: out of memory ; GPU=0', 'out-of-memory'],
    [
      'BFCArena::AllocateRawInternal Failed to allocate memory for requested buffer of size 9',
      'out-of-memory',
    ],
    ['887A0005 The GPU device instance has been suspended. 8007000E E_OUTOFMEMORY', 'out-of-memory'],
    ['Invalid rank for input: x Got: 2 Expected: 3', 'bundle-damaged'],
  ])('tells a run that ended with “%s” as %s', async (message, code) => {
    const { sessions } = machine(1);
    const run = sessions.use(graph('a.onnx'), () => Promise.reject(new Error(message)));
    await expect(run).rejects.toMatchObject({ code, device: 'cpu:0' });
  });

  it('does not call a damaged graph a lack of memory', async () => {
    const sessions = new Sessions(spec, () => Promise.reject(new Error('Protobuf parsing failed.')));
    await expect(sessions.load(graph('a.onnx'))).rejects.toMatchObject({ code: 'bundle-damaged' });
  });
});
