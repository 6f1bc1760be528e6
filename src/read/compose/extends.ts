// `extends`: a service over another, of the same file or of another one (spec: services, "extends").
import type { Span } from '../../base/span.ts';
import { nearest } from '../../base/text.ts';
import type { Context } from './context.ts';
import { mergeServices } from './merge.ts';
import { isScalar, type MapNode, type ScalarNode, scalarAt, valueAt, withEntries } from './node/node.ts';
import { mapWithOrigin } from './node/tree.ts';
import { resolvePath } from './paths.ts';
import { quoted } from './report.ts';

/** The services that a file's `extends` can name, in long form. */
export interface ServiceSource {
  readonly file: string;
  /** Where `extends.file` starts from. */
  readonly folder: string;
  readonly names: readonly string[];
  /** In long form, paths relative to the root; only what is asked for is checked. */
  readonly service: (name: string) => MapNode | undefined;
  /** Services already put together, for chains that meet. */
  readonly done: Map<string, MapNode>;
}

/** Reads another file's services, paths already relative to the root; undefined when it is missing. */
export type OpenSource = (file: string) => ServiceSource | undefined;

interface Extending {
  readonly context: Context;
  readonly open: OpenSource;
}

const maxChain = 100;

/** The services of a file with everything they extend merged in. */
export function applyExtends(
  context: Context,
  services: MapNode,
  source: ServiceSource,
  open: OpenSource,
): MapNode {
  const changes = [...services.entries].flatMap(([name, entry]) => {
    const service = extended({ context, open }, source, name, []);
    return service === undefined || service === entry.value
      ? []
      : [[name, { ...entry, value: service }] as const];
  });
  return withEntries(services, changes);
}

function extended(
  at: Extending,
  source: ServiceSource,
  name: string,
  chain: readonly string[],
): MapNode | undefined {
  const known = source.done.get(name);
  if (known !== undefined) return known;
  const service = source.service(name);
  const reference = valueAt(service, 'extends');
  if (service === undefined || reference === undefined || reference.tag === 'reset') return service;
  const link = `${source.file} ${name}`;
  const base = baseOf(at, source, service, [...chain, link]);
  // What extends in vain keeps the key: nobody should miss what its base would have had.
  const result = base === undefined ? service : merged(base, service, reference.span);
  source.done.set(name, result);
  return result;
}

function merged(base: MapNode, service: MapNode, at: Span): MapNode {
  const own = withEntries(service, [['extends', undefined]]);
  return { ...mergeServices(mapWithOrigin(base, { how: 'extends', span: at }), own), span: service.span };
}

function baseOf(
  at: Extending,
  source: ServiceSource,
  service: MapNode,
  chain: readonly string[],
): MapNode | undefined {
  const reference = valueAt(service, 'extends');
  const named = isScalar(reference) ? reference : scalarAt(reference, 'service');
  const file = scalarAt(reference, 'file');
  // Without a name there is nothing to extend; that the key is missing is said once all is merged.
  if (named === undefined || named.value === null) return undefined;
  const target = file === undefined ? source : at.open(resolvePath(source.folder, file.text));
  if (target === undefined) return reportMissingFile(at, file ?? named);
  if (!target.names.includes(named.text)) return reportMissingService(at, target, named);
  const link = `${target.file} ${named.text}`;
  if (chain.includes(link) || chain.length >= maxChain) return reportCycle(at, named.span, [...chain, link]);
  return extended(at, target, named.text, chain);
}

function reportMissingFile(at: Extending, file: ScalarNode): undefined {
  at.context.report.problem({
    code: 'extends-missing',
    message: `Expected a file to extend from, found none at ${quoted(file.text)}`,
    span: file.span,
    hint: 'Correct the path; it is relative to the folder of this file.',
  });
  return undefined;
}

function reportMissingService(at: Extending, target: ServiceSource, name: ScalarNode): undefined {
  const guess = nearest(name.text, target.names);
  at.context.report.problem({
    code: 'extends-missing',
    message: `Expected a service of ${target.file}, found no service ${quoted(name.text)} in it`,
    span: name.span,
    hint: guess === undefined ? `Name a service that ${target.file} has.` : `Did you mean "${guess}"?`,
    ...(guess === undefined ? {} : { replacement: guess }),
  });
  return undefined;
}

function reportCycle(at: Extending, span: Span, chain: readonly string[]): undefined {
  const path = chain
    .slice(-6)
    .map((link) => link.slice(link.lastIndexOf(' ') + 1))
    .join(' -> ');
  at.context.report.problem({
    code: 'extends-cycle',
    message: `Expected a chain of services that ends, found a cycle: ${path}`,
    span,
    hint: 'Move what the services share to a service of its own, and extend that.',
  });
  return undefined;
}
