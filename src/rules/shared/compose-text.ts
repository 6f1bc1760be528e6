// The compose files of a project as written: for rules on order and quotes, which the merged model does not keep.
import type { Edit } from '../../base/edit.ts';
import type { Span } from '../../base/span.ts';
import type { FixOffer } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import type { Stack } from '../../model/service.ts';
import {
  entryOf,
  isList,
  isMap,
  isScalar,
  type YamlEntry,
  type YamlNode,
  type YamlScalar,
} from '../../syntax/yaml.ts';
import type { YamlSource } from '../../syntax/yaml-edit.ts';
import { defineRule, type Rule } from '../rule.ts';
import { yamlOf } from './yaml-fix.ts';

export interface ComposeText extends YamlSource {
  readonly root: YamlNode | undefined;
}

interface Fault {
  readonly at: Span;
  readonly message: string;
  readonly object: string;
  readonly fix?: FixOffer;
}

export function composeText(project: Project, file: string): ComposeText {
  const { text, documents } = yamlOf(project, file);
  return { file, text, documents, root: documents[0]?.root };
}

/** The services that the file itself writes down; what came through an anchor is told where it was written. */
export function servicesIn({ root }: ComposeText): readonly YamlEntry[] {
  const services = entryOf(root, 'services')?.value;
  return isMap(services) ? services.entries.filter(({ value }) => isMap(value)) : [];
}

/** The value of a service's key, as far as it was written there. */
export function ownValue({ value }: YamlEntry, key: string): YamlNode | undefined {
  const entry = entryOf(value, key);
  return entry === undefined || entry.merged !== undefined || entry.value.alias !== undefined
    ? undefined
    : entry.value;
}

/** Keys of a map, or the texts of a list. */
export function textsOf(node: YamlNode | undefined): readonly YamlScalar[] {
  if (isMap(node)) return node.entries.filter(({ merged }) => merged === undefined).map(({ key }) => key);
  return isList(node) ? node.items.filter(isScalar) : [];
}

/** The first of the entries that stands before one that it should follow. */
export function firstOutOfOrder<T>(items: readonly T[], compare: (a: T, b: T) => number) {
  const index = items.findIndex((item, at) => {
    const before = items[at - 1];
    return before !== undefined && compare(before, item) > 0;
  });
  const [item, before] = [items[index], items[index - 1]];
  return item === undefined || before === undefined ? undefined : { item, before };
}

const firstCache = new WeakMap<Project, ReadonlyMap<string, Stack>>();

/** Of each compose file the first stack that it is part of. */
function firstWith(project: Project): ReadonlyMap<string, Stack> {
  const known = firstCache.get(project);
  if (known !== undefined) return known;
  const found = new Map<string, Stack>();
  for (const stack of project.stacks.toReversed()) for (const file of stack.files) found.set(file, stack);
  firstCache.set(project, found);
  return found;
}

type ComposeTextRule = Omit<Rule<'stack'>, 'on' | 'check' | 'area' | 'preset' | 'severity'> & {
  readonly severity?: Rule['severity'];
  readonly faultsOf: (text: ComposeText) => Iterable<Fault>;
};

/** A rule of style on each file of a stack. */
export function composeTextRule({ faultsOf, severity, ...rule }: ComposeTextRule): Rule<'stack'> {
  return defineRule({
    ...rule,
    area: 'compose',
    severity: severity ?? 'info',
    preset: 'strict',
    on: 'stack',
    *check(stack: Stack, { project }) {
      // A base is told once, not again with each of its overlays.
      for (const file of stack.files)
        if (firstWith(project).get(file) === stack) yield* faultsOf(composeText(project, file));
    },
  });
}

/** Writes the texts of a list in order; undefined where a comment would come to stand beside another item. */
export function sortedItems(
  { text }: ComposeText,
  list: YamlNode | undefined,
  compare: (a: YamlScalar, b: YamlScalar) => number,
): readonly (Edit | undefined)[] {
  if (!isList(list)) return [undefined];
  const items = list.items.filter(isScalar);
  const isPlain = items.every(
    ({ anchor, alias, tag, style }) => !anchor && !alias && !tag && !/literal|folded/.test(style),
  );
  const { start, end } = list.span;
  const line = text.slice(start, end) + /^[^\n]*/.exec(text.slice(end))?.[0];
  if (!isPlain || items.length < list.items.length || line.includes('#')) return [undefined];
  const written = items.toSorted(compare).map(({ span }) => text.slice(span.start, span.end));
  return items.flatMap(({ span }, index) => {
    const now = written[index] ?? '';
    return text.slice(span.start, span.end) === now ? [] : [{ span, text: now }];
  });
}
