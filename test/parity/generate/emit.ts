// Generated values as YAML text: blocks down to the keys of a service, flow style below.

/** A value with a merge tag: `!reset` or `!override`. */
export interface Tagged {
  readonly tag: '!reset' | '!override';
  readonly value: Value;
}

export type Value =
  | string
  | number
  | boolean
  | null
  | readonly Value[]
  | { readonly [key: string]: Value }
  | Tagged;

export function isTagged(value: Value): value is Tagged {
  return typeof value === 'object' && value !== null && 'tag' in value && 'value' in value;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function emit(value: { readonly [key: string]: Value }, depth = 0): string {
  const indent = '  '.repeat(depth);
  const lines = Object.entries(value).map(([key, inner]) => {
    const isBlock =
      depth < 2 && typeof inner === 'object' && inner !== null && !isList(inner) && !isTagged(inner);
    if (!isBlock || Object.keys(inner).length === 0)
      return `${indent}${JSON.stringify(key)}: ${flow(inner)}\n`;
    return `${indent}${JSON.stringify(key)}:\n${emit(inner, depth + 1)}`;
  });
  return lines.join('');
}

function flow(value: Value): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(flow).join(', ')}]`;
  if (isTagged(value)) return `${value.tag} ${flow(value.value)}`;
  const entries = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${flow(inner)}`);
  return `{${entries.join(', ')}}`;
}
