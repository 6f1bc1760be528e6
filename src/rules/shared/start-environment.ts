// Variables that what starts a service sets before the program itself runs.
import type { BuildLink, Project } from '../../model/project.ts';
import type { Service } from '../../model/service.ts';
import { lineText } from './command.ts';
import { stageOf } from './image.ts';

/** Scripts, and programs that bring variables from elsewhere: a store of secrets, a file, a list of processes. */
const bringsOthers =
  /\.(?:ba|z)?sh\b|\bdotenv|\bdoppler|\binfisical|\bvault\b|--env-file|\bsops\b|\benvconsul\b|\bchamber exec\b|\bop run\b|\bvarlock\b|\bsupervisord\b|\b(?:honcho|foreman)\b|\benvdir\b|(?:^|[;&\s])(?:source|\.|eval) |\/(?:[\w-]*entry-?point|start|run|boot|init|launch)[\w-]*(?:\s|$)|\bdocker-entrypoint\b/;

/** Longer ones are no lists of targets. */
const maximumBytes = 64 * 1024;

/** Undefined when a script or program that is not read may set any. */
export function setByStart(
  { files, packages }: Pick<Project, 'files' | 'packages'>,
  service: Service,
  link: BuildLink,
): ReadonlySet<string> | undefined {
  const image = stageOf(link)?.image;
  const start = [service.entrypoint, service.command, image?.entrypoint, image?.cmd].map(lineText).join(' ');
  if (bringsOthers.test(start)) return undefined;
  const names = new Set(assignedIn(start));
  const runner = /\b(?:(make)|npm|yarn|pnpm|bun)\b/.exec(start);
  if (runner === null) return names;
  const kind = runner[1] === undefined ? 'npm' : 'make';
  for (const { file, kind: own } of packages) {
    if (own !== kind || (link.context !== '' && !file.startsWith(`${link.context}/`))) continue;
    for (const name of assignedIn(files.text(file, maximumBytes) ?? '')) names.add(name);
  }
  return names;
}

/** `NAME=value`, `export NAME := value`. */
function* assignedIn(text: string): Iterable<string> {
  for (const [, name] of text.matchAll(/(?<![\w$.-])([A-Z_]\w*)[ \t]{0,8}(?:[:?+]{0,2})=/g))
    if (name !== undefined) yield name;
}
