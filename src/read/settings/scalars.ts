// Single values of the settings: texts, numbers, and amounts with their units.
import { parseBytes, parseCpus, parseDuration, parseRate } from '../../base/units.ts';
import type { ReadProblem } from '../../model/artifact.ts';
import type { YamlNode, YamlScalar } from '../../syntax/yaml.ts';
import { foundText, invalidValue, type JsonSchema, type Shape, wrongType } from './shape.ts';

/** A shape over one scalar; `parse` gives undefined for what it does not take. */
function scalar<T>(schema: JsonSchema, wanted: string, parse: (node: YamlScalar) => T | undefined): Shape<T> {
  return {
    schema,
    read(node, path, problems) {
      if (node.kind !== 'scalar') return wrongType(node, path, wanted, problems);
      const value = parse(node);
      if (value !== undefined) return value;
      if (isAmount(schema)) return badAmount(node, path, wanted, problems);
      return invalidValue(
        node,
        `${path} must be ${wanted}, found ${foundText(node)}`,
        `Write ${wanted}.`,
        problems,
      );
    },
  };
}

function isAmount(schema: JsonSchema): boolean {
  return schema['x-unit'] !== undefined;
}

function badAmount(node: YamlNode, path: string, wanted: string, problems: ReadProblem[]): undefined {
  const text = node.kind === 'scalar' ? node.text : '';
  if (/^\d+(?:\.\d+)?\s*%$/.test(text)) {
    return invalidValue(node, `${path} is ${text}, but no base is stated`, `Write ${wanted}.`, problems);
  }
  if (/^\d+(?:\.\d+)?$/.test(text)) {
    return invalidValue(node, `${path} is ${text} without a unit`, `Write ${wanted}.`, problems);
  }
  return invalidValue(
    node,
    `${path} must be ${wanted}, found ${foundText(node)}`,
    `Write ${wanted}.`,
    problems,
  );
}

/** Numbers and booleans are texts too where a text is wanted: `name: 1`. */
export const text: Shape<string> = scalar({ type: 'string' }, 'a text', (node) =>
  node.text === '' ? undefined : node.text,
);

/** A day of the calendar. */
export const date: Shape<string> = scalar(
  { type: 'string', format: 'date' },
  'a date such as 2026-12-31',
  (node) => {
    const day = /^\d{4}-\d{2}-\d{2}$/.test(node.text) ? new Date(`${node.text}T00:00:00Z`) : undefined;
    // A month of 13 is no time at all, and 31 April is another day.
    if (day === undefined || Number.isNaN(day.getTime())) return undefined;
    return day.toISOString().startsWith(node.text) ? node.text : undefined;
  },
);

export const flag: Shape<boolean> = scalar({ type: 'boolean' }, 'true or false', ({ value }) =>
  typeof value === 'boolean' ? value : undefined,
);

export function whole(minimum: number, maximum = Number.MAX_SAFE_INTEGER): Shape<number> {
  const limit = maximum === Number.MAX_SAFE_INTEGER ? {} : { maximum };
  const range = 'maximum' in limit ? `from ${minimum} to ${maximum}` : `of at least ${minimum}`;
  return scalar({ type: 'integer', minimum, ...limit }, `a whole number ${range}`, ({ value }) =>
    typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum
      ? value
      : undefined,
  );
}

export const port = whole(1, 65_535);

export const duration: Shape<number> = scalar(
  { type: ['string', 'integer'], 'x-unit': 'duration' },
  'a duration such as 500ms, 30s or 1m30s',
  (node) => parseDuration(node.text),
);

export const bytes: Shape<number> = scalar(
  { type: 'string', 'x-unit': 'bytes' },
  'a size such as 512MiB or 1GiB',
  (node) => (/^\s*[\d.]+\s*$/.test(node.text) ? undefined : parseBytes(node.text)),
);

export const cpus: Shape<number> = scalar(
  { type: ['number', 'string'], 'x-unit': 'cpus' },
  'a number of CPUs such as 0.5 or 500m',
  (node) => {
    const amount = parseCpus(node.text);
    return amount === undefined || amount <= 0 ? undefined : amount;
  },
);

/** A share in percent of something that the key itself names. */
export const percent: Shape<number> = scalar(
  { type: ['string', 'number'] },
  'a percentage such as 99.5%',
  (node) => {
    const amount = /^(\d+(?:\.\d+)?)\s*%?$/.exec(node.text)?.[1];
    return amount === undefined || Number(amount) > 100 ? undefined : Number(amount);
  },
);

/** Events a second, of `200/s` or `600/m`. */
export const rate: Shape<number> = scalar(
  { type: 'string', 'x-unit': 'rate' },
  'a rate such as 200/s or 600/m',
  (node) => parseRate(node.text),
);

export function choice<const T extends string>(...values: readonly T[]): Shape<T> {
  return scalar({ enum: values }, `one of ${values.join(', ')}`, (node) =>
    values.find((value) => value === node.text),
  );
}

/** A regular expression as JavaScript has them. */
export const pattern: Shape<string> = scalar(
  { type: 'string', format: 'regex' },
  'a regular expression',
  (node) => {
    try {
      new RegExp(node.text);
      return node.text;
    } catch {
      return undefined;
    }
  },
);

/** Images by where they come from: a registry, or a folder of one. */
export const registry: Shape<string> = scalar(
  { type: 'string' },
  'a registry such as ghcr.io, ghcr.io/acme or *.example.com',
  ({ text: found }) => (/^[\w*][\w*.-]*(?::\d+)?(?:\/[\w*.-]+)*$/.test(found) ? found : undefined),
);

export const actionPattern: Shape<string> = scalar(
  { type: 'string' },
  'a pattern such as actions/*, acme/deploy or acme/deploy@v1',
  ({ text: found }) =>
    /^(?:\*|[\w.-]+\/(?:\*|[\w.-]+(?:\/[^\s@]+)?(?:@\S+)?))$/.test(found) ? found : undefined,
);

export const httpPath: Shape<string> = scalar(
  { type: 'string', pattern: '^/' },
  'a path that begins with /',
  (node) => (node.text.startsWith('/') ? node.text : undefined),
);

/** An absolute URL; `${VAR}` in it stays as written, to be replaced when the check runs. */
export function url(...schemes: readonly string[]): Shape<string> {
  const beginning = new RegExp(`^(?:(?:${schemes.join('|')})://|\\$\\{?[A-Za-z_])`, 'i');
  return scalar(
    { type: 'string' },
    `a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
    (node) => (beginning.test(node.text) ? node.text : undefined),
  );
}

export const address: Shape<string> = scalar({ type: 'string' }, 'host:port, such as redis:6379', (node) =>
  /^(?:[^\s:/]+|\[[\da-fA-F:]+\]):(?:\d{1,5}|\$\{?\w+[^}]*\}?)$/.test(node.text) ? node.text : undefined,
);

/** Words of a command, or one text that is split at blanks: no shell reads it. */
export const words: Shape<readonly string[]> = {
  schema: { type: ['array', 'string'], items: { type: 'string' } },
  read(node, path, problems) {
    if (node.kind === 'scalar' && node.text.trim() !== '') return node.text.trim().split(/\s+/);
    if (node.kind !== 'list' || node.items.length === 0) {
      return wrongType(node, path, 'the words of a command', problems);
    }
    const found: string[] = [];
    for (const item of node.items) {
      if (item.kind !== 'scalar') return wrongType(item, path, 'the words of a command', problems);
      found.push(item.text);
    }
    return found;
  },
};

export type Plain = string | number | boolean | null;

/** Any single value, kept with its type. */
export const plain: Shape<{ readonly value: Plain }> = scalar(
  { type: ['string', 'number', 'boolean', 'null'] },
  'a single value',
  ({ value }) => ({ value }),
);
