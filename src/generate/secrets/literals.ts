// Literal secrets of compose files: to a file where all who hold them read one, else to a variable.
import { isSecretName } from '../../base/secret.ts';
import type { Span } from '../../base/span.ts';
import { dataStoreOf } from '../../rules/shared/data-stores.ts';
import { rootImageOf } from '../../rules/shared/image.ts';
import { secretKindOf } from '../../rules/shared/secret-value.ts';
import { inFolder } from '../env/keys.ts';
import type { Note } from '../generator.ts';
import { fileMove, variableEdits } from './compose-edits.ts';
import { type Draft, valuesFor } from './draft.ts';
import { holdersOf, isMovable, type SecretGroup, type SecretUse } from './groups.ts';
import { secretValue } from './values.ts';

/** The value stays, since what runs knows it; one that is made up goes where no data store was begun with it. */
export function moveLiteral(draft: Draft, group: SecretGroup): void {
  const [first] = group.uses;
  if (first === undefined) return;
  const isNew = isMadeUp(group);
  const value = isNew ? secretValue(nameOf(group), draft.given.randomBytes) : group.value;
  const move = toFile(draft, group, value) ?? toVariable(draft, group, value);
  const at = first.entry.value.span;
  const who = listed(group.uses);
  if (move === undefined) {
    const text = `the secret of ${who} stands in the file, and its text cannot be replaced safely`;
    draft.notes.push({ kind: 'decide', text, at });
    return;
  }
  const what = isNew ? `the placeholder of ${who} became a random value in` : `the value of ${who} moved to`;
  draft.notes.push({ kind: 'know', text: `${what} ${move.place}`, at }, ...move.notes);
  if (!isNew) draft.notes.push(rotateNote(move.name, at));
}

function rotateNote(name: string, at: Span): Note {
  const text = `${name} has been in a file that others can read: seaworthy secrets rotate ${name}`;
  return { kind: 'decide', text, at };
}

interface Move {
  readonly name: string;
  readonly place: string;
  readonly notes: readonly Note[];
}

/** `changeme` as a key that signs or encrypts: no data store was begun with it. */
function isMadeUp({ uses, value }: SecretGroup): boolean {
  return uses.every(
    ({ service, entry, isPart }) =>
      !isPart &&
      /(?:SECRET|KEY|SALT|TOKEN)(?:_BASE)?$/i.test(entry.name) &&
      (service.build !== undefined || dataStoreOf(rootImageOf(service, undefined)) === undefined) &&
      secretKindOf(entry.name, value) === 'placeholder',
  );
}

function nameOf({ uses }: SecretGroup): string {
  return uses[0]?.entry.name ?? '';
}

function toFile(draft: Draft, group: SecretGroup, value: string): Move | undefined {
  const { given, stack } = draft;
  const path = inFolder(stack, `secrets/${group.name}`);
  if (!isMovable(group) || given.project.files.kind(path) !== undefined) return undefined;
  const move = fileMove(given.project, stack, group, `./secrets/${group.name}`);
  if (move === undefined) return undefined;
  draft.edits.push(...move.edits);
  draft.references.push(...move.references);
  draft.definitions.push(move.definition);
  draft.files.push({ path, text: value, mode: 0o600, isSecret: true });
  return { name: group.name, place: path, notes: readerNotes(group, path) };
}

/** Docker hands the file on with the owner that it has: others than root must be let in. */
function readerNotes({ uses }: SecretGroup, path: string): readonly Note[] {
  return uses.flatMap(({ form, service, entry }): readonly Note[] => {
    if (form?.kind !== 'image' || form.row.reader === 'root') return [];
    const { name, uid } = form.row.reader;
    const text = `${service.name} reads ${path} as ${name}: sudo chown ${uid} ${path}`;
    return [{ kind: 'decide', text, at: entry.nameSpan }];
  });
}

function toVariable(draft: Draft, group: SecretGroup, value: string): Move | undefined {
  const { given, stack } = draft;
  // In an env file these would have to be quoted, and mean something to compose.
  if (/[\s"'#$\\`]/.test(group.value)) return undefined;
  const name = variableFor(draft, group);
  const file = inFolder(stack, '.env');
  const edits = variableEdits(given.project, stack, group, name, '.env');
  if (edits === undefined) return undefined;
  draft.edits.push(...edits);
  valuesFor(draft, file).set(name, value);
  draft.told.add(`${file}\0${name}`);
  const holders = holdersOf(group);
  const why =
    holders.length === 0 ? '' : `; it has no file of its own, since ${listed(holders)} cannot read one`;
  return { name, place: `${name} in ${file}${why}`, notes: [] };
}

function listed(uses: readonly SecretUse[]): string {
  return [...new Set(uses.map(({ service, entry }) => `${service.name} (${entry.name})`))].join(', ');
}

/** `POSTGRES_PASSWORD`; after the service where that is taken or only a URL holds it. */
function variableFor({ stack, values }: Draft, group: SecretGroup): string {
  const whole = group.uses.find(({ isPart }) => !isPart)?.entry.name;
  const service = (group.uses[0]?.service.name ?? 'secret').toUpperCase().replace(/\W/g, '_');
  const taken = new Map(stack.environmentVariables);
  for (const { name } of stack.variables) if (!taken.has(name)) taken.set(name, '');
  for (const names of values.values()) for (const [name, value] of names) taken.set(name, value);
  // A variable of this name that has the same value is the one that is meant.
  const isFree = (name: string) =>
    isSecretName(name) && (!taken.has(name) || taken.get(name) === group.value);
  const candidates = [whole ?? '', `${service}_${whole ?? 'PASSWORD'}`, `${service}_SECRET`];
  return candidates.find(isFree) ?? `${service}_SECRET_${taken.size}`;
}
