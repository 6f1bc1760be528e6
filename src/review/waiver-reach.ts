// Which lines a finding can be waived on: its own, and the first line of the object it is about.
import type { Span } from '../base/span.ts';
import type { Project } from '../model/project.ts';
import type { Service } from '../model/service.ts';
import { readYaml, type YamlNode } from '../syntax/yaml.ts';
import type { Positions } from './positions.ts';

export interface Place {
  readonly file: string;
  readonly line: number;
}

/** Lines on which a comment (or above which the comments) can waive what is found at a span. */
export type Reach = (at: Span) => readonly Place[];

export function reachIn(project: Project, positions: Positions): Reach {
  const services = servicePlaces(project, positions);
  const manifests = manifestObjects(project);
  return (at) => {
    const own = codeLine(positions, { file: at.file, line: positions.start(at).line });
    return [
      own,
      ...(services.get(spanKey(at)) ?? []),
      ...instructionPlaces(project, positions, at),
      ...objectPlaces(manifests, positions, at),
    ];
  };
}

/** The first line from `place` on that is not only a comment: comments stand above what they speak of. */
export function codeLine(positions: Positions, place: Place): Place {
  let line = place.line;
  while (/^\s*(?:#|\/\/)/.test(positions.line(place.file, line) ?? '')) line += 1;
  return { file: place.file, line };
}

/** What begins on a line: an instruction, or an entry of a YAML file with all that is in it. */
export function blockBelow(project: Project, positions: Positions, { file, line }: Place): Span | 'line' {
  const instructions = project.dockerfiles.get(file)?.instructions;
  const instruction = instructions?.find(({ span }) => positions.start(span).line === line)?.span;
  if (instruction !== undefined) return instruction;
  const from = positions.lineStart(file, line);
  const to = positions.lineStart(file, line + 1);
  const text = project.texts.get(file)?.text ?? '';
  for (const { root } of readYaml(file, text).documents) {
    const found = root === undefined ? undefined : partBetween(root, from, to);
    if (found !== undefined) return found;
  }
  return 'line';
}

/** The outermost entry or item that begins between two offsets. */
function partBetween(node: YamlNode, from: number, to: number): Span | undefined {
  if (node.kind === 'scalar' || node.span.end <= from || node.span.start >= to) return undefined;
  const parts =
    node.kind === 'map'
      ? node.entries.map(({ key, value }) => ({
          span: { ...key.span, end: Math.max(key.span.end, value.span.end) },
          value,
        }))
      : node.items.map((value) => ({ span: value.span, value }));
  const own = parts.find(({ span }) => span.start >= from && span.start < to)?.span;
  if (own !== undefined) return own;
  for (const { value } of parts) {
    const inner = partBetween(value, from, to);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** A thing that a service lacks is reported at its mapping; the place to waive it is above its key. */
function servicePlaces(project: Project, positions: Positions): ReadonlyMap<string, readonly Place[]> {
  const places = new Map<string, readonly Place[]>();
  for (const stack of project.stacks) {
    for (const service of stack.services.values()) {
      const key = spanKey(service.span);
      const known = places.get(key) ?? [];
      places.set(key, [
        ...known,
        { file: service.nameSpan.file, line: positions.start(service.nameSpan).line },
        ...keyLineAbove(service, project, positions),
      ]);
    }
  }
  return places;
}

/** The line of the key over a block mapping: in an overlay the service's name stands there a second time. */
function keyLineAbove(service: Service, project: Project, positions: Positions): readonly Place[] {
  const { file, start } = service.span;
  const text = project.texts.get(file)?.text ?? '';
  const { line } = positions.start(service.span);
  const isAlone = text.slice(positions.lineStart(file, line), start).trim() === '';
  const startsAtKey = text.startsWith(`${service.name}:`, start);
  if (!isAlone || startsAtKey) return [];
  for (let above = line - 1; above >= 1; above--) {
    const content = (positions.line(file, above) ?? '').trim();
    if (content !== '' && !content.startsWith('#')) return [{ file, line: above }];
  }
  return [];
}

/** A Dockerfile takes no comment inside a line: what is found within an instruction is waived above it. */
function instructionPlaces(project: Project, positions: Positions, at: Span): readonly Place[] {
  const instruction = project.dockerfiles
    .get(at.file)
    ?.instructions.find(({ span }) => span.start <= at.start && at.start < span.end);
  return instruction === undefined ? [] : [{ file: at.file, line: positions.start(instruction.span).line }];
}

/** Objects of manifests by file. */
function manifestObjects(project: Project): ReadonlyMap<string, readonly Span[]> {
  const spans = new Map<string, Span[]>();
  for (const { objects, patches } of project.kubernetes.sets) {
    for (const { file, span } of [...objects, ...patches]) {
      const known = spans.get(file);
      if (known === undefined) spans.set(file, [span]);
      else known.push(span);
    }
  }
  return spans;
}

/** What is found anywhere in a Kubernetes object can be waived on or above its first line. */
function objectPlaces(
  objects: ReadonlyMap<string, readonly Span[]>,
  positions: Positions,
  at: Span,
): readonly Place[] {
  const object = objects.get(at.file)?.find(({ start, end }) => start <= at.start && at.start < end);
  return object === undefined ? [] : [{ file: at.file, line: positions.start(object).line }];
}

function spanKey(span: Span): string {
  return `${span.file}\n${span.start}\n${span.end}`;
}
