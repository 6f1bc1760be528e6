// By what two items of a list are the same (spec: 13-merge, "Unique resources"). Items without a key are all different.
import { type Node, scalarAt, textAt } from '../node/node.ts';

export type KeyOf = (item: Node) => string | undefined;

export const byText: KeyOf = (item) => (item.kind === 'scalar' ? item.text : undefined);

/** `KEY=value` items: docker compose compares them up to the equals sign. */
export const byName: KeyOf = (item) => (item.kind === 'scalar' ? item.text.split('=', 1)[0] : undefined);

export const byTarget: KeyOf = (item) => textAt(item, 'target');

/** As written, or as `extends` left it: docker compose makes paths absolute after it has merged. */
export const byPath: KeyOf = (item) => textAt(item, 'path');

/** A published port that is a number and one that is a text are two, even where they look alike. */
export const byHostPort: KeyOf = (item) => {
  const target = textAt(item, 'target');
  if (target === undefined) return undefined;
  const host = textAt(item, 'host_ip') ?? '0.0.0.0';
  return `${host}:${JSON.stringify(scalarAt(item, 'published')?.value ?? '')}:${target}/${textAt(item, 'protocol') ?? 'tcp'}`;
};

/** Secrets are mounted below /run/secrets unless told. */
export const byMountTarget: KeyOf = (item) => {
  const source = textAt(item, 'source');
  return textAt(item, 'target') ?? (source === undefined ? undefined : `/run/secrets/${source}`);
};

/** Configs are mounted at the root unless told. */
export const bySource: KeyOf = (item) => {
  const source = textAt(item, 'source');
  return textAt(item, 'target') ?? (source === undefined ? undefined : `/${source}`);
};
