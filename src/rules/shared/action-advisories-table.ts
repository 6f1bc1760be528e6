// Public advisories about actions. Source: https://github.com/advisories?query=type%3Areviewed+ecosystem%3Aactions

type Version = readonly [number, number, number];

interface Advisory {
  readonly action: string;
  readonly from?: Version;
  /** The first version without the flaw. */
  readonly fixed: Version;
  readonly advisory: string;
}

export const advisories: readonly Advisory[] = [
  { action: 'tj-actions/changed-files', fixed: [41, 0, 0], advisory: 'GHSA-mcph-m25j-8j63' },
  {
    action: 'tj-actions/changed-files',
    from: [41, 0, 0],
    fixed: [46, 0, 1],
    advisory: 'GHSA-mrrh-fwg8-r2c3',
  },
  { action: 'tj-actions/branch-names', fixed: [7, 0, 7], advisory: 'GHSA-8v8w-v8xg-79rf' },
  {
    action: 'actions/download-artifact',
    from: [4, 0, 0],
    fixed: [4, 1, 3],
    advisory: 'GHSA-cxww-7g56-2vh6',
  },
  { action: 'dawidd6/action-download-artifact', fixed: [6, 0, 0], advisory: 'GHSA-5xr6-xhww-33m4' },
  {
    action: 'sonarsource/sonarqube-scan-action',
    from: [4, 0, 0],
    fixed: [5, 3, 1],
    advisory: 'GHSA-f79p-9c5r-xg88',
  },
  { action: 'atlassian/gajira-create', fixed: [2, 0, 1], advisory: 'GHSA-4xqx-pqpj-9fqw' },
];

/** The version of a tag; `v4` moves with each release and is then taken as the newest of its major. */
export function exactVersion(ref: string): Version | undefined {
  const match = /^v?(\d{1,4})(?:\.(\d+))?(?:\.(\d+))?$/.exec(ref);
  if (match === null) return undefined;
  const newest = Number.POSITIVE_INFINITY;
  const part = (text: string | undefined) => (text === undefined ? newest : Number(text));
  return [Number(match[1]), part(match[2]), part(match[3])];
}

export function compare(a: Version, b: Version): number {
  for (const [at, part] of a.entries()) {
    const other = b[at] ?? 0;
    if (part !== other) return part < other ? -1 : 1;
  }
  return 0;
}
