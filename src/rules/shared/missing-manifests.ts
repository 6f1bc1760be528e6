// Manifests and charts that commands apply, which the repository does not hold.
import type { Project } from '../../model/project.ts';
import type { Script, ScriptCommand, ScriptWord } from '../../model/script.ts';
import { looksMade } from './build.ts';
import { withoutSudo } from './compose-call.ts';
import { valuesOf } from './links/command-paths.ts';
import { isPathMissing } from './script-path.ts';

/** Each path once, as the first command names it. */
export function missingManifests(project: Project, script: Script): readonly ScriptWord[] {
  const found = new Map<string, ScriptWord>();
  for (const word of script.commands.flatMap(pathsApplied)) {
    // A name alone may be that of any folder that the script has gone to.
    if (!/[\w-]\/+[\w-]/.test(word.text) || found.has(word.text) || looksMade(word.text)) continue;
    const path = word.text.replace(/^(?:\.{1,2}\/)+/, '').replace(/\/+$/, '');
    if (isFolder(project, path) || !isPathMissing(project, script, { ...word, text: path })) continue;
    found.set(word.text, word);
  }
  // They may be what other files are translated to.
  return found.size > 0 && translated.test(textOf(project, script)) ? [] : [...found.values()];
}

const translated = /\bjsonnet\b|\bcdk8s\b|\bkompose\b|helm template|make (?:manifests|generate)/;

function pathsApplied(command: ScriptCommand): readonly ScriptWord[] {
  const words = withoutSudo(command);
  const [program] = words;
  if (program?.text !== 'kubectl' && program?.text !== 'oc') return [];
  const verb = words.find(({ text }) => /^(?:apply|create|replace|delete)$/.test(text));
  // What is not there any more may still be deleted, or not.
  if (verb === undefined || verb.text === 'delete') return [];
  return valuesOf(words, ['-f', '--filename', '-k', '--kustomize']).flatMap((word) =>
    word.text.split(',').length > 1 || /:\/\/|^github\.com/.test(word.text) ? [] : word,
  );
}

/** Wherever it lies: scripts change folders. */
function isFolder({ files }: Project, path: string): boolean {
  return (
    files.kind(path) === 'folder' ||
    files.below('').some((file) => file.startsWith(`${path}/`) || file.includes(`/${path}/`))
  );
}

function textOf({ texts }: Project, { file }: Script): string {
  return texts.get(file)?.text ?? '';
}
