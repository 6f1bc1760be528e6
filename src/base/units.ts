// Bytes, durations and CPU in the spellings of compose and of Kubernetes.

const byteUnits: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1024,
  kb: 1024,
  ki: 1024,
  kib: 1024,
  m: 1024 ** 2,
  mb: 1024 ** 2,
  mi: 1024 ** 2,
  mib: 1024 ** 2,
  g: 1024 ** 3,
  gb: 1024 ** 3,
  gi: 1024 ** 3,
  gib: 1024 ** 3,
  t: 1024 ** 4,
  tb: 1024 ** 4,
  ti: 1024 ** 4,
  tib: 1024 ** 4,
};

/** Bytes of `512M`, `1Gi`, `64kb` or a plain number. Units are powers of 1024, as in compose. */
export function parseBytes(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-zA-Z]*)\s*$/.exec(text);
  const factor = byteUnits[(match?.[2] ?? '-').toLowerCase()];
  return match === null || factor === undefined ? undefined : Math.floor(Number(match[1]) * factor);
}

const durationMs: Readonly<Record<string, number>> = {
  us: 0.001,
  µs: 0.001,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Milliseconds of `500ms`, `30s`, `1h30m`, `7d`. A number without a unit is refused unless it is 0. */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === '0') return 0;
  if (!/^(\d+(\.\d+)?(us|\u00b5s|ms|s|m|h|d|w))+$/.test(trimmed)) return undefined;
  let total = 0;
  for (const [, amount, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)(us|\u00b5s|ms|s|m|h|d|w)/g)) {
    total += Number(amount) * (durationMs[unit ?? ''] ?? 0);
  }
  return total;
}

/** CPUs of `0.5`, `2` or `500m`. */
export function parseCpus(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)(m?)\s*$/.exec(text);
  if (match === null) return undefined;
  return match[2] === 'm' ? Number(match[1]) / 1000 : Number(match[1]);
}

/** Events a second of `200/s`, `600/m` or `0.5/s`; undefined for what is not above 0 and below a million. */
export function parseRate(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*\/\s*(s|sec|m|min|h)\s*$/.exec(text);
  const seconds = { s: 1, sec: 1, m: 60, min: 60, h: 3600 }[match?.[2] ?? ''];
  if (match === null || seconds === undefined) return undefined;
  const rate = Number(match[1]) / seconds;
  return rate > 0 && rate <= 1_000_000 ? rate : undefined;
}

/** `512 MiB`, `1.9 GiB`; never more than one decimal. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = Math.abs(bytes);
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = value >= 100 || Number.isInteger(value) ? 0 : 1;
  return `${bytes < 0 ? '-' : ''}${Number(value.toFixed(digits))} ${units[unit]}`;
}

/** `512 MiB`, `1152 MiB`: one unit throughout, so that a sum can be checked by eye; GiB only from 64 of them on. */
export function formatMebibytes(bytes: number): string {
  const mebibytes = bytes / 1024 ** 2;
  return mebibytes >= 64 * 1024
    ? formatBytes(bytes)
    : `${Number(mebibytes.toFixed(mebibytes < 10 ? 1 : 0))} MiB`;
}

/** `850ms`, `6.1s`, `2m05s`, `3h20m`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)}ms`;
  if (ms < 60_000) return `${Number((ms / 1000).toFixed(1))}s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, '0')}s`;
  return `${Math.floor(seconds / 3600)}h${String(Math.floor((seconds % 3600) / 60)).padStart(2, '0')}m`;
}

export function formatCpus(cpus: number): string {
  return String(Number(cpus.toFixed(2)));
}
