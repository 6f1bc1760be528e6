// Who needs whom, by phase: columns are phases and, within them, depth of dependency; rows follow their neighbours.
import type { GraphService } from '../format.ts';
import { curve, figure, rect, text } from './svg.ts';

const box = { width: 132, height: 26 };
const gap = { x: 56, y: 12 };
const top = 34;

interface Placed {
  readonly node: GraphService;
  readonly x: number;
  readonly y: number;
}

export function graphChart(services: readonly GraphService[]): string {
  const layers = layersOf(services);
  const placed = place(layers.map(({ nodes }) => nodes));
  const edges = services.flatMap(({ service, dependsOn }) =>
    dependsOn.flatMap((name) => {
      const [from, to] = [placed.get(name), placed.get(service)];
      if (from === undefined || to === undefined) return [];
      return curve([from.x + box.width, from.y + box.height / 2], [to.x, to.y + box.height / 2], 'edge');
    }),
  );
  const nodes = [...placed.values()].map(({ node, x, y }) => {
    const shown = node.service.length > 17 ? `${node.service.slice(0, 16)}…` : node.service;
    const needs = node.dependsOn.length === 0 ? 'needs nothing' : `needs ${node.dependsOn.join(', ')}`;
    return (
      rect({ x, y, ...box }, `node ${node.state}`, `${node.service}: ${node.state}, ${needs}`) +
      text(x + box.width / 2, y + 17, shown, 'middle')
    );
  });
  const heads = layers.flatMap(({ phase, isFirst }, index) =>
    isFirst ? text(10 + index * (box.width + gap.x), 18, phase, 'start', 'strong') : [],
  );
  const width = layers.length * (box.width + gap.x) + 10;
  const height = Math.max(...[...placed.values()].map(({ y }) => y), top) + box.height + 10;
  const phases = new Set(services.map(({ phase }) => phase)).size;
  const caption = `${services.length} services in ${phases} phases, ${edges.length} dependencies. Each stands right of what it needs.`;
  return figure('Dependencies by phase', width, height, [...edges, ...nodes, ...heads].join(''), caption);
}

/** Phases in order, each cut into layers so that what is needed stands to the left. */
function layersOf(services: readonly GraphService[]) {
  const layers: { phase: string; isFirst: boolean; nodes: GraphService[] }[] = [];
  for (const phase of new Set(services.map((one) => one.phase))) {
    const own = services.filter((one) => one.phase === phase);
    const depths = depthsOf(own);
    for (let depth = 0; depth <= Math.max(...depths.values()); depth += 1) {
      layers.push({
        phase,
        isFirst: depth === 0,
        nodes: own.filter(({ service }) => depths.get(service) === depth),
      });
    }
  }
  return layers;
}

function depthsOf(own: readonly GraphService[]): ReadonlyMap<string, number> {
  const nodes = new Map(own.map((one) => [one.service, one]));
  const depths = new Map<string, number>();
  const visit = (name: string, path: ReadonlySet<string>): number => {
    const known = depths.get(name);
    if (known !== undefined) return known;
    const needs = (nodes.get(name)?.dependsOn ?? []).filter((one) => nodes.has(one) && !path.has(one));
    const depth =
      needs.length === 0 ? 0 : 1 + Math.max(...needs.map((one) => visit(one, new Set([...path, name]))));
    depths.set(name, depth);
    return depth;
  };
  for (const { service } of own) visit(service, new Set());
  return depths;
}

/** Barycentre order: each layer by the mean row of what its services need; ties keep the order of the plan. */
function place(layers: readonly (readonly GraphService[])[]): ReadonlyMap<string, Placed> {
  const placed = new Map<string, Placed>();
  for (const [column, layer] of layers.entries()) {
    const weight = (node: GraphService) => {
      const rows = node.dependsOn.flatMap((name) => placed.get(name)?.y ?? []);
      return rows.length === 0 ? Number.POSITIVE_INFINITY : rows.reduce((sum, y) => sum + y, 0) / rows.length;
    };
    const ordered = [...layer].sort((a, b) => (weight(a) === weight(b) ? 0 : weight(a) - weight(b)));
    for (const [index, node] of ordered.entries()) {
      placed.set(node.service, {
        node,
        x: 10 + column * (box.width + gap.x),
        y: top + index * (box.height + gap.y),
      });
    }
  }
  return placed;
}
