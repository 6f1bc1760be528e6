// Mounts of one service that cannot stand together.
import type { Conflict } from '../consistency.ts';
import {
  isScalar,
  itemsAt,
  type MapNode,
  type Node,
  part,
  type ScalarNode,
  scalarAt,
  textAt,
} from '../node/node.ts';
import { quoted } from '../report.ts';

export function mountConflicts(service: MapNode, at: string): readonly Conflict[] {
  return [...sharedTargets(service, at), ...bindsWithoutSource(service, at)];
}

/** Volumes of one target were merged before; what is left are those of `tmpfs`. */
function sharedTargets(service: MapNode, at: string): readonly Conflict[] {
  const seen = new Set<string>();
  const targets = [
    ...itemsAt(service, 'tmpfs').flatMap((item) => (isScalar(item) ? beforeColon(item) : [])),
    ...itemsAt(service, 'volumes').flatMap((item) => scalarAt(item, 'target') ?? []),
  ];
  return targets.flatMap((target) => {
    if (!seen.has(target.text)) {
      seen.add(target.text);
      return [];
    }
    const message = `${at} mounts two things at ${quoted(target.text)}`;
    return [{ message, span: target.span, hint: 'Remove one of the two.' }];
  });
}

function beforeColon(item: ScalarNode): ScalarNode {
  const colon = item.text.indexOf(':');
  return colon === -1 ? item : part(item, 0, colon);
}

function bindsWithoutSource(service: MapNode, at: string): readonly Conflict[] {
  return itemsAt(service, 'volumes').flatMap((item, index) =>
    isBindWithoutSource(item) ? [missingSource(item, at, index)] : [],
  );
}

function isBindWithoutSource(item: Node): boolean {
  return textAt(item, 'type') === 'bind' && (textAt(item, 'source') ?? '') === '';
}

function missingSource(item: Node, at: string, index: number): Conflict {
  const message = `${at}.volumes[${index}] must have a source, as it is a bind mount`;
  return { message, span: item.span, hint: 'Add source: the path on the host.' };
}
