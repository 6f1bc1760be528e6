// What became of each key of the resolved compose project. No key may be missing: an unknown one is lost, and says so.
import type { ResolvedNode } from '../../model/service.ts';
import type { Note } from '../generator.ts';
import { type Accepted, acceptedAt, places } from './accepted.ts';
import type { Built } from './built.ts';
import type { Edge } from './edges.ts';
import type { Opening } from './ingress.ts';
import type { Outcome, Status, World } from './part.ts';
import { nodeAt, serviceNode } from './resolved.ts';
import { serviceKeys } from './service-keys.ts';
import { topKeys } from './top-keys.ts';

export interface Row extends Outcome {
  /** `deploy.resources.limits.memory`, `ports[0]`. */
  readonly path: string;
}

export interface Section {
  readonly title: string;
  readonly about: string;
  readonly rows: readonly Row[];
}

/** What strict review would say, and why it stays. */
export interface Decision extends Accepted {
  /** Below the folder. */
  readonly file: string;
}

export interface Translation {
  readonly decisions: readonly Decision[];
  readonly sections: readonly Section[];
  readonly counts: Readonly<Record<Status, number>>;
  readonly note: Note;
}

/** What a translator of a key is told. */
export interface KeyContext {
  readonly built: Built;
  readonly world: World;
  readonly openings: readonly Opening[];
  readonly edges: readonly Edge[];
  /** Below the service. */
  readonly path: readonly string[];
  /** Of an item of a list. */
  readonly index: number | undefined;
  readonly node: ResolvedNode;
}

export function translationOf(
  built: readonly Built[],
  openings: readonly Opening[],
  edges: readonly Edge[],
  world: World,
): Translation {
  const services = built.map((one) => ({
    title: one.part.service.name,
    about: `${one.part.kind} ${one.part.name}. ${one.part.kindWhy}`,
    rows: leavesOf(serviceNode(world.stack, one.part.service.name)).map((leaf) =>
      rowOf(leaf, { built: one, world, openings, edges }),
    ),
  }));
  const leftOut = [...world.leftOut].map(([name, why]) => ({
    title: name,
    about: `Left out: ${why}.`,
    rows: leavesOf(serviceNode(world.stack, name)).map(
      ({ path, index }): Row => ({
        path: written(path, index),
        status: 'lost',
        how: 'the service is left out',
      }),
    ),
  }));
  const top = { title: 'The project', about: 'Keys of the top level.', rows: topRows(built, world) };
  const sections = [top, ...services, ...leftOut];
  const counts = { carried: 0, approximated: 0, lost: 0 };
  for (const { rows } of sections) for (const { status } of rows) counts[status] += 1;
  const decisions = built.flatMap((one) =>
    places
      .flatMap((place) => acceptedAt(place, one, world))
      .map((accepted) => ({ ...accepted, file: `base/${one.part.name}.yaml` })),
  );
  return { sections, counts, decisions, note: { kind: 'know', text: summary(counts, world) } };
}

function summary(
  { carried, approximated, lost }: Readonly<Record<Status, number>>,
  { request }: World,
): string {
  return `of ${carried + approximated + lost} keys of compose ${carried} are carried over, ${approximated} approximated and ${lost} lost: ${request.folder}/TRANSLATION.md says each and why`;
}

export interface Leaf {
  readonly path: readonly string[];
  readonly index: number | undefined;
  readonly node: ResolvedNode;
}

/** Every value: scalars, lists of scalars as one, items of other lists one by one. What is set to nothing is none. */
export function leavesOf(root: ResolvedNode | undefined): readonly Leaf[] {
  return root === undefined ? [] : [...below(root, [])];
}

function* below(node: ResolvedNode, path: readonly string[]): Iterable<Leaf> {
  if (node.kind === 'map') {
    if (node.entries.size === 0 && path.length > 0) yield { path, index: undefined, node };
    for (const [key, inner] of node.entries) yield* below(inner, [...path, key]);
  } else if (node.kind === 'list' && node.items.some(({ kind }) => kind !== 'scalar')) {
    for (const [index, item] of node.items.entries()) yield { path, index, node: item };
  } else if (node.kind !== 'scalar' || node.value !== null || path.length > 1) {
    yield { path, index: undefined, node };
  }
}

function rowOf({ path, index, node }: Leaf, around: Omit<KeyContext, 'path' | 'index' | 'node'>): Row {
  const outcome = translatorFor(path)?.({ ...around, path, index, node });
  return { path: written(path, index), ...(outcome ?? unknown(path)) };
}

function unknown(path: readonly string[]): Outcome {
  if (path[0]?.startsWith('x-') === true)
    return { status: 'lost', how: 'an extension: its own tools read it' };
  return { status: 'lost', how: 'pods have nothing like it' };
}

/** The most special entry: `deploy.resources.limits.memory` before `deploy`. */
function translatorFor(path: readonly string[]) {
  for (let length = path.length; length > 0; length -= 1) {
    const words = path.slice(0, length);
    // `depends_on.*.required`: whatever the name is.
    const open = words.map((word, at) => (at === 1 ? '*' : word));
    for (const key of [words.join('.'), open.join('.')])
      if (Object.hasOwn(serviceKeys, key)) return serviceKeys[key];
  }
  return undefined;
}

function written(path: readonly string[], index: number | undefined): string {
  return index === undefined ? path.join('.') : `${path.join('.')}[${index}]`;
}

function topRows(built: readonly Built[], world: World): readonly Row[] {
  const { resolved } = world.stack;
  if (resolved.kind !== 'map') return [];
  return [...resolved.entries.keys()]
    .filter((key) => key !== 'services')
    .flatMap((key) => {
      const node = nodeAt(resolved, [key]);
      // What anchors take from an extension is counted where they put it.
      if (key.startsWith('x-') && node !== undefined) return [{ path: [key], index: undefined, node }];
      return node === undefined ? [] : [...below(node, [key])];
    })
    .map(({ path, index }): Row => ({ path: written(path, index), ...topKeys(path, built, world) }));
}
