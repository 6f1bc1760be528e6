// A tree as plain JSON, with the scalars that clients of Kubernetes read: theirs is YAML 1.1.
import type { YamlNode, YamlScalar } from './yaml.ts';

export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** https://yaml.org/type/int.html and https://yaml.org/type/bool.html: `0644` is octal, and `on` is true. */
export function plainOf(node: YamlNode): Plain {
  if (node.kind === 'list') return node.items.map(plainOf);
  if (node.kind === 'scalar') return scalarOf(node);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, plainOf(value)]));
}

function scalarOf({ style, text, value }: YamlScalar): Plain {
  if (style !== 'plain') return value;
  if (/^[-+]?0[0-7_]+$/.test(text)) return Number.parseInt(text.replaceAll('_', ''), 8);
  if (/^(?:y|yes|on)$/i.test(text)) return true;
  if (/^(?:n|no|off)$/i.test(text)) return false;
  return value;
}
