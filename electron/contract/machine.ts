import { z } from 'zod';

const bytes = z.number().min(0);

/** How two graphics cards are joined, as `nvidia-smi topo -m` says it: bonded NVLinks, or what lies between on PCIe. */
export const linkKindSchema = z.union([
  z.string().regex(/^NV\d{1,2}$/),
  z.enum(['PIX', 'PXB', 'PHB', 'NODE', 'SYS']),
]);
export type LinkKind = z.infer<typeof linkKindSchema>;

/** Null is what the system does not tell. */
export const adapterSchema = z.strictObject({
  /** Stays the same while the card stays where it is: its UUID, its PCI address, or its place in the list. */
  key: z.string(),
  name: z.string(),
  vendor: z.enum(['NVIDIA', 'AMD', 'Intel', 'Apple', 'other']),
  /** `#1`, `#2` … among cards of one name; null for the only one. */
  badge: z.string().nullable(),
  uuid: z.string().nullable(),
  pciBusId: z.string().nullable(),
  driver: z.string().nullable(),
  computeCapability: z.string().nullable(),
  numaNode: z.int().nullable(),
  memory: z
    .strictObject({ total: bytes, used: bytes.nullable(), thisApp: bytes.nullable(), free: bytes.nullable() })
    .nullable(),
  /** 0 to 1. */
  load: z.number().min(0).max(1).nullable(),
  celsius: z.number().nullable(),
  watts: z.number().nullable(),
});
export type Adapter = z.infer<typeof adapterSchema>;

export const hostSchema = z.strictObject({
  processor: z.string(),
  cores: z.int().min(1),
  /** NUMA nodes with the logical processors of each; one where the system tells of none. */
  nodes: z.array(z.strictObject({ node: z.int(), processors: z.int() })),
  memory: z.strictObject({ total: bytes, used: bytes, thisApp: bytes, free: bytes }),
  load: z.number().min(0).max(1).nullable(),
});
export type Host = z.infer<typeof hostSchema>;

/** The machine as it is at one moment. */
export const machineSchema = z.strictObject({
  host: hostSchema,
  adapters: z.array(adapterSchema),
  links: z.array(z.strictObject({ between: z.tuple([z.string(), z.string()]), kind: linkKindSchema })),
  /** Sentences about what could not be found out. */
  problems: z.array(z.string()),
});
export type Machine = z.infer<typeof machineSchema>;

/** What of a machine decides whether a job fits into it. */
export type MemoryNow = { readonly host: Pick<Host, 'memory'> } & Pick<Machine, 'adapters'>;
