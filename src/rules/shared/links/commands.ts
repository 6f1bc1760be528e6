// Links of one command, wherever it stands: what it deploys and runs.
import type { PlacedCommand } from '../../../model/ci.ts';
import type { Link, LinkEnd } from '../../../model/link.ts';
import type { Project } from '../../../model/project.ts';
import type { ScriptWord } from '../../../model/script.ts';
import { withoutSudo } from '../compose-call.ts';
import { helmLinks, kubectlLinks } from './cluster-commands.ts';
import { fromHere } from './command-paths.ts';
import { composeLinks, stackLinks } from './compose-commands.ts';
import { commandEnd, fileEnd, link } from './ends.ts';
import { commandsRun } from './named-commands.ts';

export function* commandLinks(project: Project, end: LinkEnd, command: PlacedCommand): Iterable<Link> {
  const { folder } = command;
  // Where it runs decides which files it means.
  if (folder === undefined) return;
  yield* composeLinks(project, end, command, folder);
  const words = withoutSudo(command);
  const program = words[0]?.text.replace(/^.*\//, '') ?? '';
  if (program === 'kubectl' || program === 'oc') yield* kubectlLinks(project, end, words, folder);
  if (program === 'helm') yield* helmLinks(project, end, words, folder);
  if (program === 'docker' && words[1]?.text === 'stack')
    yield* stackLinks(project, end, command, words, folder);
  yield* scriptLinks(project, end, words, folder);
  for (const { file, name, at } of commandsRun(project, words, folder))
    yield link(end, 'runs', commandEnd(file, name), ['declared'], at.span);
}

/** `./deploy.sh`, `bash ci/deploy.sh`, `. ci/lib.sh`. */
function* scriptLinks(
  project: Project,
  end: LinkEnd,
  [program, ...args]: readonly ScriptWord[],
  folder: string,
): Iterable<Link> {
  if (program === undefined) return;
  const isShell = /^(?:(?:.*\/)?(?:ba|z|da)?sh|\.|source)$/.test(program.text);
  const isOther = /^(?:python3?|node)$/.test(program.text);
  const word = isShell || isOther ? args.find(({ text }) => !text.startsWith('-')) : program;
  if (word === undefined || word.dynamic || !/\.(?:sh|bash|py|[cm]?js|rb|pl)$/.test(word.text)) return;
  const path = fromHere(project, folder, word.text);
  if (path !== undefined && project.files.kind(path) === 'file')
    yield link(end, 'runs', fileEnd('script', path), ['declared'], word.span);
}
