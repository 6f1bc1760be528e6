// The hash of the content that generated ConfigMaps and Secrets carry in their names, as kubectl makes it.
import { sha256 } from '../../../base/hash.ts';
import { isMap, isScalar, type YamlMap } from '../../../syntax/yaml.ts';
import { nodeAt, textAt } from '../../../syntax/yaml-path.ts';

export function hashOf(object: YamlMap): string {
  const kind = textAt(object, 'kind')?.value ?? '';
  const fields: Record<string, unknown> = {
    data: valuesOf(object, 'data') ?? '',
    kind,
    // kustomize looks for a key "metadata/name" here, which no object has: names do not count.
    name: '',
  };
  if (kind === 'Secret') fields.type = textAt(object, 'type')?.value ?? '';
  const further = kind === 'Secret' ? 'stringData' : 'binaryData';
  const values = valuesOf(object, further);
  if (values !== undefined) fields[further] = values;
  const hex = sha256()
    .update(encoded(sorted(fields)))
    .digest('hex');
  return hex.slice(0, 10).replace(/[013ae]/g, (digit) => substitutes[digit] ?? digit);
}

/** So that no hash reads as a word. */
const substitutes: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' };

function valuesOf(object: YamlMap, key: string): Record<string, unknown> | undefined {
  const node = nodeAt(object, key);
  if (!isMap(node)) return undefined;
  return sorted(
    Object.fromEntries(
      node.entries.map((entry) => [entry.key.text, isScalar(entry.value) ? entry.value.text : '']),
    ),
  );
}

/** Go writes maps by the bytes of their keys. */
function sorted(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
  );
}

/** As Go's JSON encoder: characters with a meaning in HTML are escaped, and so are the two line separators. */
function encoded(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
