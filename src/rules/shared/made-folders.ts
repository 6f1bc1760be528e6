// Folders of the host that a script, a target of make or a document has somebody make before the containers start.
import type { Project } from '../../model/project.ts';

const teller =
  /\.(?:sh|bash|zsh|ps1|bat|cmd|mk|md|py)$|(?:^|\/)(?:[Mm]ake|[Jj]ust|[Tt]ask)file[^/]*$|^\.github\/workflows\//;
const making = /\b(?:mkdir|makedirs|chown|chmod|install -d|New-Item)\b[^\n]{0,400}/g;
/** Of more files nobody says what all of them do. */
const maximumFiles = 600;
const maximumBytes = 200_000;

const cache = new WeakMap<Project, readonly string[] | 'unknown'>();

/** True when some line that makes folders, or gives them away, names this one; true, too, where there is too much to read. */
export function isMadeByHand(project: Project, name: string): boolean {
  const lines = cache.get(project) ?? linesOf(project);
  cache.set(project, lines);
  if (lines === 'unknown') return true;
  const word = new RegExp(`(?<![\\w-])${name.replace(/\W/g, '\\$&')}(?![\\w-])`);
  return lines.some((line) => word.test(line));
}

function linesOf({ files }: Project): readonly string[] | 'unknown' {
  const tellers = files.below('').filter((file) => teller.test(file));
  if (tellers.length > maximumFiles) return 'unknown';
  return tellers.flatMap((file) => files.text(file, maximumBytes)?.match(making) ?? []);
}
