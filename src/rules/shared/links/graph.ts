// The graph of all links, made when it is first asked for: a review that does not ask pays nothing.
import { groupBy } from '../../../base/group.ts';
import type { Link, LinkEnd, LinkGraph } from '../../../model/link.ts';
import type { Project } from '../../../model/project.ts';
import { clusterLinks } from './cluster.ts';
import { imageEnd, link } from './ends.ts';
import { pipelineLinks } from './pipelines.ts';
import { serviceLinks } from './services.ts';

const known = new WeakMap<Project, LinkGraph>();

export function linkGraphOf(project: Project): LinkGraph {
  const graph = known.get(project) ?? graphOf(project);
  known.set(project, graph);
  return graph;
}

function graphOf(project: Project): LinkGraph {
  const found = [...serviceLinks(project), ...clusterLinks(project), ...pipelineLinks(project)];
  const links = united([...found, ...imagesByName(found)]);
  const outgoing = groupBy(links, ({ from }) => from.id);
  const incoming = groupBy(links, ({ to }) => to.id);
  return {
    links,
    from: (end) => outgoing.get(end.id) ?? [],
    to: (end) => incoming.get(end.id) ?? [],
  };
}

/** What several places say is one link with all of them, as sure as the surest. */
function united(links: readonly Link[]): readonly Link[] {
  const ends = new Map<string, LinkEnd>();
  const one = (end: LinkEnd) => {
    const before = ends.get(end.id) ?? end;
    ends.set(end.id, before);
    return before;
  };
  const all = links.map((each) => ({ ...each, from: one(each.from), to: one(each.to) }));
  const groups = groupBy(all, ({ from, kind, to }) => `${from.id}\n${kind}\n${to.id}`);
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const best = others.reduce((surest, each) => (rank(each) < rank(surest) ? each : surest), first);
    const spans = new Map(
      [first, ...others].flatMap((each) => each.spans).map((span) => [placeOf(span), span]),
    );
    return [{ ...best, spans: [...spans.values()] }];
  });
}

function placeOf({ file, start, end }: Link['spans'][number]): string {
  return `${file} ${start} ${end}`;
}

const sources = ['declared', 'resolved', 'by name'];
const confidences = ['certain', 'likely', 'possible'];

function rank({ how, confidence }: Link): number {
  return confidences.indexOf(confidence) * sources.length + sources.indexOf(how);
}

/** `${{ env.REGISTRY }}/acme/api` is what runs as `ghcr.io/acme/api`, where no other image is called like it. */
function imagesByName(links: readonly Link[]): readonly Link[] {
  const run = new Map(links.filter(({ kind }) => kind === 'runs').map(({ to }) => [to.id, to]));
  return links.flatMap(({ from, kind, to, spans }) => {
    if (to.kind !== 'image' || (kind !== 'pushes' && kind !== 'makes') || !to.name.includes('$')) return [];
    const last = /\/([\w.-]+)(?::[^/]*)?$/.exec(to.name)?.[1];
    const alike = [...run.values()].filter(({ name }) => name.split('/').at(-1) === last);
    const [only, ...others] = alike;
    if (last === undefined || only === undefined || others.length > 0) return [];
    return [link(from, kind, imageEnd(only.name), ['by name'], ...spans)];
  });
}
