// Manifests as nested plain data with their reasons: shorter to write down than nodes of YAML.
import { block, entry, item, list, map, type Yaml } from '../yaml.ts';

export type Tree = string | number | boolean | readonly Tree[] | Fields;

/** In the order of writing. Keys that begin with `#` are the comments above the next; undefined is left out. */
export interface Fields {
  readonly [key: string]: Tree | undefined;
}

export function toYaml(tree: Tree): Yaml {
  if (typeof tree === 'string') return isBlock(tree) ? block(tree) : tree;
  if (typeof tree !== 'object') return tree;
  if (isList(tree)) return list(...tree.map((one) => item(toYaml(one))));
  let above: string[] = [];
  const entries = [];
  for (const [key, value] of Object.entries(tree)) {
    if (key.startsWith('#')) {
      if (typeof value === 'string') above.push(value);
    } else if (value !== undefined) {
      entries.push(entry(key, toYaml(value), above.length === 0 ? {} : { above: above.join('\n') }));
      above = [];
    } else above = [];
  }
  return map(...entries);
}

function isList(tree: Tree): tree is readonly Tree[] {
  return Array.isArray(tree);
}

/** Text of several lines that a literal block gives back as it is. */
function isBlock(text: string): boolean {
  return /\n./.test(text) && !/[^\n\x20-\x7e\u00a0-\ufffd]|[ \t]$|\n\n$/m.test(text);
}
