// What somebody has changed of a container since it was made (`docker update`, a tool that makes it anew with its labels).
// What it was made with is kept in a label, in the form in which the engine tells of it: so every look can compare.

import { hashOf } from '../../base/hash.ts';
import { at, listAt, numberAt, textAt } from '../../base/json.ts';
import { formatBytes, formatCpus } from '../../base/units.ts';
import type { FieldChange } from '../../model/unit.ts';
import { labelsOf, ownLabels } from './labels.ts';
import { endpointsOf } from './networks.ts';

type Value = string | number;

interface Field {
  readonly name: string;
  /** What the engine tells, or is told as the container is made: the same fields in both. */
  readonly read: (container: unknown, host: unknown) => Value | undefined;
  readonly words?: (value: number) => string;
}

const fields: readonly Field[] = [
  amount('memory limit', 'Memory', formatBytes),
  amount('memory reservation', 'MemoryReservation', formatBytes),
  amount('cpu limit', 'NanoCpus', (value) => formatCpus(value / 1e9)),
  amount('cpu weight', 'CpuShares'),
  amount('cpu quota', 'CpuQuota'),
  { name: 'cpu set', read: (_container, host) => textAt(host, 'CpusetCpus') },
  amount('pids limit', 'PidsLimit'),
  { name: 'restart policy', read: (_container, host) => restartPolicy(at(host, 'RestartPolicy')) },
];

function amount(name: string, key: string, words?: (value: number) => string): Field {
  const read = (_container: unknown, host: unknown) => numberAt(host, key);
  return words === undefined ? { name, read } : { name, read, words };
}

function restartPolicy(policy: unknown): string | undefined {
  const name = textAt(policy, 'Name') ?? 'no';
  const most = numberAt(policy, 'MaximumRetryCount') ?? 0;
  if (name === '' || name === 'no') return undefined;
  return most === 0 ? name : `${name}:${most}`;
}

interface Made {
  readonly fields: Readonly<Record<string, Value>>;
  readonly image: string;
  /** Name -> the beginning of a hash of its value: the container shows the value itself. */
  readonly env: Readonly<Record<string, string>>;
}

/** For the label. `body`: of `POST /containers/create`. */
export function madeOf(body: unknown, imageId: string): string {
  const host = at(body, 'HostConfig');
  const told = fields.flatMap(({ name, read }) => {
    const value = read(body, host);
    return isSet(value) ? [[name, value] as const] : [];
  });
  const made: Made = { fields: Object.fromEntries(told), image: imageId, env: variablesOf(body) };
  return JSON.stringify(made);
}

function isSet(value: Value | undefined): value is Value {
  return value !== undefined && value !== 0 && value !== '';
}

function variablesOf(config: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    listAt(config, 'Env').map((line) => {
      const [name = '', ...value] = String(line).split('=');
      return [name, hashOf(value.join('='), 8)];
    }),
  );
}

/** What only a new container puts right. Nothing for one that bears no such label. */
export function changesOf(container: unknown): readonly FieldChange[] {
  const label = labelsOf(container)[ownLabels.made];
  const made: unknown = label === undefined ? undefined : JSON.parse(label);
  if (made === undefined) return [];
  const config = at(container, 'Config');
  const host = at(container, 'HostConfig');
  const changed = fields.flatMap(({ name, read, words }): readonly FieldChange[] => {
    const told = read(config, host);
    const found = isSet(told) ? told : undefined;
    const wanted = at(made, 'fields', name);
    if (wanted === found) return [];
    return [{ field: name, wanted: wordsOf(wanted, words), found: wordsOf(found, words) }];
  });
  return [...changed, ...imageChange(container, made), ...variableChanges(config, made)];
}

function wordsOf(value: unknown, words: Field['words']): string {
  if (value === undefined) return 'none';
  return typeof value === 'number' && words !== undefined ? words(value) : String(value);
}

function imageChange(container: unknown, made: unknown): readonly FieldChange[] {
  const wanted = textAt(made, 'image') ?? '';
  const found = textAt(container, 'Image') ?? '';
  return wanted === '' || wanted === found
    ? []
    : [{ field: 'image', wanted: wanted.slice(0, 19), found: found.slice(0, 19) }];
}

/** Values may be secrets: only names are told. */
function variableChanges(config: unknown, made: unknown): readonly FieldChange[] {
  const found = variablesOf(config);
  return Object.entries(Object(at(made, 'env'))).flatMap(([name, hash]): readonly FieldChange[] =>
    found[name] === hash
      ? []
      : [
          {
            field: `variable ${name}`,
            wanted: 'as released',
            found: name in found ? 'another value' : 'none',
          },
        ],
  );
}

/** Where it stands in other networks than it was made for: giving it its name again puts the missing ones right. */
export function misplacedIn(container: unknown): readonly FieldChange[] {
  const label = labelsOf(container)[ownLabels.networks] ?? '';
  if (label === '') return [];
  const wanted = label.split(',');
  const found = endpointsOf(container).map(({ network }) => network);
  const missing = wanted.filter((name) => !found.includes(name));
  const more = found.filter((name) => !wanted.includes(name));
  return [
    ...missing.map((name) => ({ field: `network ${name}`, wanted: 'joined', found: 'left' })),
    ...more.map((name) => ({ field: `network ${name}`, wanted: 'none', found: 'joined' })),
  ];
}
