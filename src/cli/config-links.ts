// `config --links`: what the artifacts of the repository have to do with each other.
import { SeaworthyError } from '../base/errors.ts';
import { lineStarts, positionAt, type Span } from '../base/span.ts';
import { nearest } from '../base/text.ts';
import type { Link, LinkEnd, LinkGraph } from '../model/link.ts';
import type { Project } from '../model/project.ts';
import { linksJson, linksText } from '../output/links.ts';
import { readProject } from '../read/project.ts';
import { linkGraphOf } from '../rules/shared/links/graph.ts';
import { projectFolder } from './project-folder.ts';
import { readingOf } from './reading.ts';
import type { VerbContext } from './verb.ts';

/** Everything below the folder is read, as for a review; nothing is run. */
export async function linksOf(context: VerbContext, format: 'text' | 'json'): Promise<string> {
  const environment = context.flags.text('env');
  const reading = readingOf(context, projectFolder(context));
  const project = await readProject({ ...reading, ...(environment === undefined ? {} : { environment }) });
  const graph = linkGraphOf(project);
  const links = context.positionals.length === 0 ? graph.links : around(graph, context.positionals);
  const positionOf = positionsIn(project);
  return format === 'json' ? linksJson(links, positionOf) : linksText(links, positionOf);
}

/** What the services and workloads of these names stand on, and what leads there. @throws SeaworthyError USAGE */
function around(graph: LinkGraph, names: readonly string[]): readonly Link[] {
  const owners = graph.links
    .flatMap(({ from, to }) => [from, to])
    .filter(({ kind }) => kind === 'service' || kind === 'workload');
  const chosen = new Set<LinkEnd>();
  for (const name of names) {
    const found = owners.filter((end) => namesOf(end).includes(name));
    if (found.length === 0) throw unknown(name, owners);
    for (const end of found) chosen.add(end);
  }
  // Other services are named, but what they stand on is theirs.
  for (const end of chosen) {
    if (end.kind === 'image')
      for (const { from } of graph.to(end)) if (from.kind !== 'service') chosen.add(from);
    for (const { to } of graph.from(end)) if (to.kind !== 'service' && to.kind !== 'workload') chosen.add(to);
  }
  const callers = callersOf(graph, chosen);
  const isMeant = ({ from, kind, to }: Link) =>
    chosen.has(from) ||
    (chosen.has(to) && from.kind !== 'service' && from.kind !== 'workload') ||
    (callers.has(to) && kind === 'runs');
  return graph.links.filter(isMeant);
}

/** Scripts and targets that lead to something chosen, by themselves or through others. */
function callersOf(graph: LinkGraph, chosen: ReadonlySet<LinkEnd>): ReadonlySet<LinkEnd> {
  const isCaller = ({ kind }: LinkEnd) => kind === 'script' || kind === 'target' || kind === 'npm script';
  const found = new Set([...chosen].flatMap((end) => graph.to(end).map(({ from }) => from)).filter(isCaller));
  for (const end of found)
    for (const { from, kind } of graph.to(end)) if (kind === 'runs' && isCaller(from)) found.add(from);
  return found;
}

/** `api` of `api (production)`, `Deployment api` and `api` of a workload. */
function namesOf({ kind, name }: LinkEnd): readonly string[] {
  return kind === 'service' ? [name, name.replace(/ \(.*$/, '')] : [name, name.replace(/^\S+ /, '')];
}

function unknown(name: string, owners: readonly LinkEnd[]): SeaworthyError {
  const names = [...new Set(owners.map((end) => end.name))];
  const near = nearest(name, names);
  const hint = near === undefined ? `There are ${names.join(', ')}.` : `Did you mean ${near}?`;
  return new SeaworthyError('USAGE', `there is no service or workload ${name}`, { hint });
}

/** The table of a file's lines is made once. */
function positionsIn({ texts }: Project) {
  const known = new Map<string, readonly number[]>();
  return (span: Span) => {
    const starts = known.get(span.file) ?? lineStarts(texts.get(span.file)?.text ?? '');
    known.set(span.file, starts);
    return positionAt(starts, span.start);
  };
}
