// Every key of the compose specification, from its JSON schema, as the list that a test reads.
// usage: node scripts/run.mjs scripts/compose-keys.ts <compose-spec.json> "<where it is from>"
import { readFileSync, writeFileSync } from 'node:fs';

const out = 'test/read/compose-keys.txt';
type Schema = Readonly<Record<string, unknown>>;

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function schemasIn(value: unknown): readonly (readonly [string, Schema])[] {
  return isSchema(value)
    ? Object.entries(value).flatMap(([key, inner]) => (isSchema(inner) ? [[key, inner] as const] : []))
    : [];
}

/** Adds the path of each key below a schema: `*` stands for a name of the user's own, `[]` for an item. */
function collect(
  root: Schema,
  schema: Schema,
  path: string,
  open: readonly string[],
  into: Set<string>,
): void {
  const ref = schema['$ref'];
  if (typeof ref === 'string') {
    const target = schemasIn(root['$defs']).find(([name]) => `#/$defs/${name}` === ref)?.[1];
    if (target === undefined) throw new Error(`${path}: no ${ref}`);
    if (!open.includes(ref)) collect(root, target, path, [...open, ref], into);
  }
  for (const word of ['oneOf', 'anyOf', 'allOf']) {
    const choices = schema[word];
    for (const choice of Array.isArray(choices) ? choices : [])
      if (isSchema(choice)) collect(root, choice, path, open, into);
  }
  for (const [key, inner] of schemasIn(schema['properties'])) {
    const own = path === '' ? key : `${path}.${key}`;
    into.add(own);
    collect(root, inner, own, open, into);
  }
  for (const [pattern, inner] of schemasIn(schema['patternProperties']))
    if (pattern !== '^x-') collect(root, inner, `${path}.*`, open, into);
  if (isSchema(schema['additionalProperties']))
    collect(root, schema['additionalProperties'], `${path}.*`, open, into);
  if (isSchema(schema['items'])) collect(root, schema['items'], `${path}[]`, open, into);
}

const [file, from] = process.argv.slice(2);
if (file === undefined || from === undefined) throw new Error('usage: compose-keys.ts <schema> <source>');
const schema: unknown = JSON.parse(readFileSync(file, 'utf8'));
if (!isSchema(schema)) throw new Error(`${file} is no schema`);
const paths = new Set<string>();
collect(schema, schema, '', [], paths);
const head = [
  '# Every key of the compose specification; * is a name of the user, [] an item of a list.',
  `# From ${from}, made by scripts/compose-keys.ts.`,
];
writeFileSync(out, `${[...head, ...[...paths].sort()].join('\n')}\n`);
process.stdout.write(`${out}: ${paths.size} keys\n`);
