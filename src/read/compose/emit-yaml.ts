// Plain data as YAML in block style: what `config` prints. Text is quoted wherever a YAML reader could mistake it.

export type PlainValue =
  | string
  | number
  | boolean
  | null
  | readonly PlainValue[]
  | { readonly [key: string]: PlainValue };

/** A document, with a final line feed. */
export function emitYaml(data: PlainValue): string {
  return isCollection(data) && size(data) > 0 ? `${lines(data).join('\n')}\n` : `${inline(data)}\n`;
}

function isCollection(
  data: PlainValue,
): data is readonly PlainValue[] | { readonly [key: string]: PlainValue } {
  return typeof data === 'object' && data !== null;
}

function isList(data: PlainValue): data is readonly PlainValue[] {
  return Array.isArray(data);
}

function size(data: readonly PlainValue[] | { readonly [key: string]: PlainValue }): number {
  return isList(data) ? data.length : Object.keys(data).length;
}

function lines(data: readonly PlainValue[] | { readonly [key: string]: PlainValue }): readonly string[] {
  if (isList(data)) return data.flatMap(itemLines);
  return Object.entries(data).flatMap(([key, value]) => {
    const name = emitText(key);
    if (!isCollection(value) || size(value) === 0) return [`${name}: ${inline(value)}`];
    return [`${name}:`, ...lines(value).map((line) => `  ${line}`)];
  });
}

function itemLines(item: PlainValue): readonly string[] {
  if (!isCollection(item) || size(item) === 0) return [`- ${inline(item)}`];
  return lines(item).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`);
}

function inline(data: PlainValue): string {
  if (typeof data === 'string') return emitText(data);
  if (isCollection(data)) return isList(data) ? '[]' : '{}';
  return String(data);
}

/** Words that some YAML version reads as something else than text. */
const otherTypes = /^(?:null|true|false|yes|no|on|off|y|n)$/i;
/** Text that begins like a word or path and holds nothing with a meaning: the safe part of YAML's plain scalars. */
const plainText = /^[A-Za-z_/][A-Za-z0-9_/.@=+,;-]*(?:[ :][A-Za-z0-9_/.@=+,;-]+)*$/;

function emitText(text: string): string {
  return plainText.test(text) && !otherTypes.test(text) ? text : JSON.stringify(text);
}
