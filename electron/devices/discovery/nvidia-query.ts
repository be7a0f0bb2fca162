/** What `nvidia-smi --query-… --format=csv` prints, by column name: columns differ in order and number by version. */

export type NvidiaCard = {
  readonly index: number;
  readonly uuid: string;
  readonly name: string;
  readonly pciBusId: string | null;
  readonly driver: string | null;
  readonly computeCapability: string | null;
  readonly totalBytes: number | null;
  readonly usedBytes: number | null;
  readonly freeBytes: number | null;
  /** 0 to 1. */
  readonly load: number | null;
  readonly celsius: number | null;
  readonly watts: number | null;
};

/** Asked for first; older drivers refuse those they do not know, and are asked for `CORE_FIELDS` alone. */
export const FIELDS = [
  'index',
  'uuid',
  'name',
  'pci.bus_id',
  'driver_version',
  'memory.total',
  'memory.used',
  'memory.free',
  'utilization.gpu',
  'temperature.gpu',
  'power.draw',
  'compute_cap',
] as const;
export const CORE_FIELDS = FIELDS.slice(0, 8);
export const PROCESS_FIELDS = ['gpu_uuid', 'pid', 'used_memory'] as const;

/** Rows as records by column name without its unit. Throws SyntaxError on what is no table. */
function parseTable(text: string, needed: readonly string[]): ReadonlyMap<string, string>[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const start = lines.findIndex((line) => needed.every((name) => columnsOf(line).includes(name)));
  if (start < 0) throw new SyntaxError(lines[0]?.trim() ?? 'no output');
  const columns = columnsOf(lines[start] as string);
  return lines.slice(start + 1).flatMap((line) => {
    const cells = line.split(',').map((cell) => cell.trim());
    // A warning between the rows is no row.
    if (cells.length !== columns.length) return [];
    return [new Map(columns.map((name, i) => [name, cells[i] as string]))];
  });
}

const columnsOf = (line: string): string[] =>
  line.split(',').map((cell) => cell.replace(/\[.*\]/, '').trim());

/** Throws SyntaxError if the output is not the table that was asked for. */
export function parseCards(text: string): NvidiaCard[] {
  return parseTable(text, ['index', 'uuid', 'name']).flatMap((row) => {
    const words = (column: string): string | null => told(row.get(column));
    const number = (column: string): number | null => numberOf(row.get(column));
    const uuid = words('uuid');
    const index = number('index');
    // A card that fell off the bus has neither.
    if (uuid === null || index === null) return [];
    const percent = number('utilization.gpu');
    return [
      {
        index,
        uuid,
        name: words('name') ?? 'NVIDIA card',
        pciBusId: words('pci.bus_id'),
        driver: words('driver_version'),
        computeCapability: words('compute_cap'),
        totalBytes: bytesOf(row.get('memory.total')),
        usedBytes: bytesOf(row.get('memory.used')),
        freeBytes: bytesOf(row.get('memory.free')),
        load: percent === null ? null : Math.min(Math.max(percent / 100, 0), 1),
        celsius: number('temperature.gpu'),
        watts: number('power.draw'),
      },
    ];
  });
}

/** Bytes of card memory that each process holds, by card; null where the driver does not tell, as on Windows. */
export function parseProcesses(
  text: string,
): { readonly uuid: string; readonly pid: number; readonly bytes: number | null }[] {
  return parseTable(text.replaceAll('used_gpu_memory', 'used_memory'), ['gpu_uuid', 'pid']).flatMap((row) => {
    const uuid = told(row.get('gpu_uuid'));
    const pid = numberOf(row.get('pid'));
    const bytes = bytesOf(row.get('used_memory'));
    return uuid === null || pid === null ? [] : [{ uuid, pid, bytes }];
  });
}

/** `[N/A]`, `[Not Supported]`, `[Unknown Error]` and the like say nothing. */
function told(cell: string | undefined): string | null {
  return cell === undefined || cell === '' || /^\[.*\]$|^N\/A$/i.test(cell) ? null : cell;
}

function numberOf(cell: string | undefined): number | null {
  const match = /^-?\d+(\.\d+)?/.exec(told(cell) ?? '');
  return match === null ? null : Number(match[0]);
}

const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  MB: 1e6,
  GB: 1e9,
};

function bytesOf(cell: string | undefined): number | null {
  const value = numberOf(cell);
  const unit = /[A-Za-z]+$/.exec(cell ?? '')?.[0] ?? 'MiB';
  return value === null ? null : value * (UNITS[unit] ?? 2 ** 20);
}
