// One compose file from text to trees in long form, kept for the next stack that has the same file: a base is part of each
// of its overlays.
import { nearest } from '../../base/text.ts';
import type { Context, Scope } from './context.ts';
import { convertFile } from './convert.ts';
import { isComposeKey } from './discover.ts';
import { withUniqueItems } from './merge.ts';
import { isMap, type MapNode, type Node, withEntries } from './node/node.ts';
import { normalise } from './normalise.ts';
import { describe, quoted, type Report } from './report.ts';
import { checkFile } from './schema.ts';
import type { Lookup, Variable } from './variables.ts';

export interface ComposeDocument {
  /** With what fits the schema, in the forms that it is written in. */
  readonly checked: MapNode;
  /** In long form, without `include`. */
  readonly long: MapNode;
}

/** What became of a file, and all that it rested on beside its text. */
interface Kept {
  readonly text: string;
  readonly interpolated: boolean;
  readonly asked: ReadonlyMap<string, Variable | undefined>;
  /** What was reported, to be reported again to who takes it over. */
  readonly said: readonly ((report: Report) => void)[];
  /** Nodes that aliases unfolded to. */
  readonly unfolded: number;
  readonly documents: readonly ComposeDocument[];
}

/** By file. It may be handed to the reading of many projects. */
export type KnownDocuments = Map<string, Kept>;

/** The documents of a file that are of a compose file; trees are never changed, so that stacks share them. */
export function composeDocuments(context: Context, scope: Scope, text: string): readonly ComposeDocument[] {
  const { input, budget, report } = context;
  const known = input.known?.get(scope.file);
  if (known !== undefined && holds(known, context, scope, text)) {
    budget.nodes -= known.unfolded;
    for (const say of known.said) say(report);
    return known.documents;
  }
  return input.known === undefined ? readDocuments(context, scope, text) : readAndKeep(context, scope, text);
}

function holds(kept: Kept, { input, budget }: Context, { lookup }: Scope, text: string): boolean {
  if (kept.text !== text || kept.interpolated !== (input.interpolate !== false)) return false;
  // Where the limit is met while it is read, it is read as a bomb.
  if (budget.nodes <= kept.unfolded) return false;
  return [...kept.asked].every(([name, variable]) => isSame(lookup(name), variable));
}

function isSame(one: Variable | undefined, other: Variable | undefined): boolean {
  return (
    one?.value === other?.value &&
    one?.from === other?.from &&
    one?.definedAt?.file === other?.definedAt?.file &&
    one?.definedAt?.start === other?.definedAt?.start
  );
}

function readAndKeep(context: Context, scope: Scope, text: string): readonly ComposeDocument[] {
  const { input, budget } = context;
  const asked = new Map<string, Variable | undefined>();
  const lookup: Lookup = (name) => {
    const variable = scope.lookup(name);
    asked.set(name, variable);
    return variable;
  };
  const said: ((report: Report) => void)[] = [];
  const before = budget.nodes;
  const documents = readDocuments(
    { ...context, report: noted(context.report, said) },
    { ...scope, lookup },
    text,
  );
  const unfolded = before - budget.nodes;
  const interpolated = input.interpolate !== false;
  if (budget.nodes >= 0)
    input.known?.set(scope.file, { text, interpolated, asked, said, unfolded, documents });
  return documents;
}

/** The report itself, with each word to it written down. */
function noted(report: Report, said: ((report: Report) => void)[]): Report {
  const say = (one: (report: Report) => void) => {
    said.push(one);
    one(report);
  };
  return {
    keepsTemplates: report.keepsTemplates,
    get problems() {
      return report.problems;
    },
    get variables() {
      return report.variables;
    },
    problem: (problem) => say((to) => to.problem(problem)),
    interpolation: (result, place) => say((to) => to.interpolation(result, place)),
  };
}

function readDocuments(context: Context, scope: Scope, text: string): readonly ComposeDocument[] {
  return convertFile(context, scope, text).flatMap((tree) => {
    const document = asDocument(context, tree, scope);
    if (document === undefined) return [];
    const checked = checkFile(context, document);
    return [{ checked, long: longForm(context, checked) }];
  });
}

/** Short forms written out, and without `include`, which is followed from the checked tree. */
export function longForm(context: Context, tree: MapNode): MapNode {
  return withUniqueItems(normalise(context, withEntries(tree, [['include', undefined]])));
}

/** A document without a single key of compose is another kind of file; one that is near to it is checked. */
function asDocument(context: Context, tree: Node, scope: Scope): MapNode | undefined {
  const first = isMap(tree) ? tree.entries.entries().next().value : undefined;
  const names = isMap(tree) ? [...tree.entries.keys()] : [];
  if (isMap(tree) && (names.length === 0 || names.some(isComposeKey))) return tree;
  context.report.problem({
    code: 'not-compose',
    message: `Expected a compose file with services, found ${first === undefined ? describe(tree) : `the key ${quoted(first[0])}`} at the top of ${scope.file}`,
    span: first?.[1].key ?? tree.span,
    hint: 'Begin the file with `services:`, or leave it out.',
  });
  return isMap(tree) && names.some((name) => nearest(name, ['services']) !== undefined) ? tree : undefined;
}
