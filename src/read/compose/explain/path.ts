// From `services.api.ports[0]` to the node that is meant. `$.services`, `labels["a.b"]` and `labels.a.b` work as well.
import { SeaworthyError } from '../../../base/errors.ts';
import { nearest } from '../../../base/text.ts';
import type { ResolvedNode } from '../../../model/service.ts';

export interface Found {
  readonly node: ResolvedNode;
  readonly keys: readonly (string | number)[];
}

/** What stands at a path. @throws SeaworthyError USAGE with the nearest key when nothing does. */
export function nodeAt(root: ResolvedNode, path: string): Found {
  const keys: (string | number)[] = [];
  let node = root;
  const asked = path.replace(/^\$?\.?/, '');
  let rest = asked;
  while (rest !== '') {
    const step = stepOf(node, rest);
    if (step === undefined) throw notFound(node, asked, rest);
    keys.push(step.key);
    node = step.node;
    rest = step.rest;
  }
  return { node, keys };
}

interface Step {
  readonly key: string | number;
  readonly node: ResolvedNode;
  readonly rest: string;
}

/** One key or index further. Keys may hold dots (`labels.com.example.a`): the longest that fits is taken. */
function stepOf(node: ResolvedNode, rest: string): Step | undefined {
  if (node.kind === 'list') {
    const index = /^\[?(\d+)\]?(?=$|[.[])\.?/.exec(rest);
    const item = node.items[Number(index?.[1] ?? -1)];
    return index === null || item === undefined
      ? undefined
      : { key: Number(index[1]), node: item, rest: rest.slice(index[0].length) };
  }
  if (node.kind !== 'map') return undefined;
  let best: { key: string; node: ResolvedNode; rest: string } | undefined;
  for (const [key, value] of node.entries) {
    const spelled = [key, `["${key}"]`, `['${key}']`, `[${key}]`].find(
      (text) => rest.startsWith(text) && /^(?:$|[.[])/.test(rest.slice(text.length)),
    );
    if (spelled === undefined || (best !== undefined && best.key.length >= key.length)) continue;
    best = { key, node: value, rest: rest.slice(spelled.length).replace(/^\./, '') };
  }
  return best;
}

function notFound(node: ResolvedNode, path: string, rest: string): SeaworthyError {
  const wrong = /^[^.[]*/.exec(rest)?.[0] || rest;
  const start = path.slice(0, path.length - rest.length);
  const before = start.replace(/\.$/, '');
  if (node.kind === 'list') {
    const expected =
      node.items.length === 0 ? 'nothing, the list is empty,' : `an index from 0 to ${node.items.length - 1}`;
    return new SeaworthyError('USAGE', `Expected ${expected} at ${before}, found "${rest}"`, {
      hint: `Ask for ${before} as a whole.`,
    });
  }
  const names = node.kind === 'map' ? [...node.entries.keys()] : [];
  const guess = nearest(wrong, names);
  const message = `Expected a key of ${before || 'the project'}, found "${wrong}"`;
  const keys = names.length === 0 ? 'It is a single value.' : `It has ${names.slice(0, 20).join(', ')}.`;
  const hint = guess === undefined ? keys : `Did you mean "${start}${guess}${rest.slice(wrong.length)}"?`;
  return new SeaworthyError('USAGE', message, { hint });
}
