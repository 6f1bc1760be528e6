// Secrets of a stack: values for those that have none, and literals taken out of compose files. No value is ever shown.
import { applyEdits } from '../../base/edit.ts';
import type { FileObject } from '../../model/service.ts';
import { requireStack } from '../chosen-stack.ts';
import { defaultIn, envKeys, inFolder } from '../env/keys.ts';
import { isPlaceholder } from '../env/types.ts';
import type { Generated, GeneratedFile, Generator, Note } from '../generator.ts';
import { listEdits } from './compose-edits.ts';
import { type Draft, envFileOf, newDraft, valuesFor } from './draft.ts';
import { withValues } from './env-values.ts';
import { secretGroups } from './groups.ts';
import { ignoring } from './ignored.ts';
import { moveLiteral } from './literals.ts';
import { isGivenByOthers, secretValue } from './values.ts';

export const generator: Generator = {
  generate(given): Generated {
    const stack = requireStack(given);
    const draft = newDraft(given, stack);
    for (const secret of stack.secrets.values()) makeFile(draft, secret);
    for (const group of secretGroups(given.project, stack)) {
      if (group.variable === undefined) moveLiteral(draft, group);
      else fillVariable(draft, group.variable, envFileOf(draft));
    }
    for (const key of envKeys(given.project, stack))
      if (key.type === 'secret' && key.isRequired)
        fillVariable(draft, key.name, key.file === inFolder(stack, '.env') ? envFileOf(draft) : key.file);
    return finished(draft);
  },
};

/** A secret that is read from a file which is not there. */
function makeFile(draft: Draft, secret: FileObject): void {
  const { given, notes, files } = draft;
  const path = secret.file?.value;
  if (path === undefined || secret.external || given.project.files.kind(path) !== undefined) return;
  if (path.startsWith('/') || path.startsWith('..') || path.includes('$')) return;
  if (isGivenByOthers(secret.name)) {
    notes.push({
      kind: 'decide',
      text: `${secret.name} is given out by others: put it into ${path}, mode 0600`,
      at: secret.span,
    });
    return;
  }
  const text = secretValue(secret.name, given.randomBytes);
  files.push({ path, text, mode: 0o600, isSecret: true });
}

/** A variable that holds a secret and has no value, or one that is made up. */
function fillVariable(draft: Draft, name: string, file: string): void {
  const { given, stack, notes, told } = draft;
  const key = `${file}\0${name}`;
  if (told.has(key)) return;
  told.add(key);
  const value = currentValue(draft, name, file);
  if (value !== undefined && value !== '' && !isPlaceholder(value)) return;
  const at = stack.variables.find((use) => use.name === name)?.span;
  const place = at === undefined ? {} : { at };
  const use =
    value === undefined
      ? stack.variables.find((one) => one.name === name && one.form === 'default')
      : undefined;
  if (use !== undefined) {
    // An empty default says that it may be left out.
    if ((defaultIn(given.project, use) ?? '') === '') return;
    const text = `${name} has a default in the compose file, which everybody can read: write \${${name}:?} there, and run this again`;
    notes.push({ kind: 'decide', text, ...place });
    return;
  }
  if (isGivenByOthers(name)) {
    notes.push({ kind: 'decide', text: `${name} is given out by others: put it into ${file}`, ...place });
    return;
  }
  if (value !== undefined && value !== '') {
    const text = `${name} in ${file} held a placeholder and has a random value now: what was begun with the placeholder, such as the volume of a database, has to be told`;
    notes.push({ kind: 'know', text, ...place });
  }
  valuesFor(draft, file).set(name, secretValue(name, given.randomBytes));
}

function currentValue({ stack, given }: Draft, name: string, file: string): string | undefined {
  const entry = given.project.envFiles.get(file)?.entries.findLast((one) => one.name.value === name);
  if (entry !== undefined) return entry.value?.value ?? '';
  return stack.environmentVariables.get(name);
}

function finished(draft: Draft): Generated {
  const { given, files, values, notes } = draft;
  const edits = [...draft.edits, ...listEdits(given.project, draft.references, draft.definitions)];
  const made: GeneratedFile[] = [...files];
  for (const [file, own] of values) made.push(withValues(file, given.text(file), own));
  const secretPaths = made.map(({ path }) => path);
  const open = secretPaths.filter(
    (path) => !given.project.files.isGitIgnored(path) && given.text(path) !== undefined,
  );
  for (const path of open)
    notes.push({
      kind: 'decide',
      text: `${path} was not ignored by git: where it is committed, git rm --cached ${path}`,
    });
  for (const file of [...new Set(edits.map(({ span }) => span.file))].sort()) {
    const before = given.project.texts.get(file)?.text ?? '';
    const own = edits.filter(({ span }) => span.file === file);
    made.push({ path: file, text: applyEdits(before, own).text, edits: before });
  }
  const ignored = ignoring(given, secretPaths);
  if (ignored !== undefined) made.push(ignored);
  if (made.length === 0 && notes.length === 0)
    notes.push({
      kind: 'know',
      text: 'every secret of the stack has a value, and none stands in a compose file',
    });
  return { files: made, notes: [...notes, ...contextNotes(draft, secretPaths)] };
}

/** Secrets within a build context are copied into the image by `COPY . .`. */
function contextNotes({ given, stack }: Draft, paths: readonly string[]): readonly Note[] {
  const { project } = given;
  return project.builds.flatMap(({ service, context, dockerfile, stack: own }) => {
    if (own !== stack || dockerfile === undefined) return [];
    const prefix = context === '' ? '' : `${context}/`;
    const inside = paths.filter(
      (path) =>
        path.startsWith(prefix) &&
        !project.files.isDockerIgnored(context, path.slice(prefix.length), dockerfile.file),
    );
    if (inside.length === 0) return [];
    const text = `${inside.join(', ')} would be sent to the builder of ${service.name}: add ${inside.length === 1 ? 'it' : 'them'} to ${prefix}.dockerignore`;
    return [{ kind: 'decide' as const, text, at: service.nameSpan }];
  });
}
