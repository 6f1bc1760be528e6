// Services that scripts and documents name, against those that the compose files have.
import { nearest } from '../../base/text.ts';
import type { Problem } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import type { Script, ScriptWord } from '../../model/script.ts';
import { composeCallOf, servicesNamed } from './compose-call.ts';
import { bringsFiles } from './script-path.ts';
import { reworded } from './word-fix.ts';

export function* unknownServices(
  project: Project,
  script: Script,
): Iterable<Problem & { readonly name: string }> {
  const services = knownServices(project);
  if (services === undefined || bringsFiles(script)) return;
  const known = new Set(
    project.stacks.flatMap(({ files }) => files.map((file) => file.replace(/^.*\//, ''))),
  );
  const found = new Map<string, ScriptWord[]>();
  for (const command of script.commands) {
    const call = composeCallOf(command);
    // A file that is not among those that were read may have any service.
    const isRead = call?.files.every(({ text }) => known.has(text.replace(/^.*\//, ''))) === true;
    const names = call === undefined || !isRead ? [] : servicesNamed(call);
    const unknown = names.filter(({ text }) => !services.has(text));
    // In a document words of prose may follow a command without a mark between them.
    if (script.kind === 'document' && unknown.length > 1) continue;
    for (const word of unknown) found.set(word.text, [...(found.get(word.text) ?? []), word]);
  }
  for (const [text, words] of found) {
    const [first] = words;
    if (first === undefined) continue;
    const near = nearest(text, services.keys());
    const place = services.get(near ?? '') ?? { file: project.stacks[0]?.files[0] ?? '', start: 0, end: 0 };
    const message = near === undefined ? 'services are defined here' : `there is a service ${near}`;
    yield {
      at: first.span,
      message: `${script.file} names service ${text}, which no compose file has`,
      object: `service ${text}`,
      name: text,
      related: [{ at: place, message }],
      ...reworded(project, words, near),
    };
  }
}

/** Names in all stacks; undefined where a file may hold more than was understood. */
function knownServices(project: Project) {
  const isWhole = project.stacks.every(
    ({ problems }) => !problems.some(({ code }) => code.startsWith('yaml-')),
  );
  if (project.stacks.length === 0 || !isWhole) return undefined;
  return new Map(
    project.stacks.flatMap(({ services }) =>
      [...services.values()].map(({ name, nameSpan }) => [name, nameSpan]),
    ),
  );
}
