// Dumps of databases whose failure a pipe hides.
import { following } from './following.ts';

const dumps = /^(?:pg_dump|pg_dumpall|mysqldump|mariadb-dump|mongodump)$/;

interface Called {
  readonly words: readonly { readonly text: string }[];
  readonly assignments?: readonly { readonly text: string }[];
  readonly operatorBefore: string;
  readonly depth: number;
}

export interface UnseenDump<T> {
  readonly command: T;
  readonly dump: string;
  /** What the dump is piped to. */
  readonly at: T;
  readonly reader: string;
}

/** In a shell without pipefail. */
export function* unseenDumps<T extends Called>(commands: readonly T[]): Iterable<UnseenDump<T>> {
  for (const [index, command] of commands.entries()) {
    const dump = dumpIn(command);
    const at = following(commands, index);
    if (dump === undefined || at?.operatorBefore !== '|' || command.depth > 0) continue;
    const reader = at.words[0]?.text;
    // Fed straight into another database or a search, the output is no backup.
    if (reader === undefined || !readers.test(reader) || isAskedAfter(commands, index)) continue;
    yield { command, dump, at, reader };
  }
}

const readers = /^(?:gzip|pigz|bzip2|xz|zstd|lz4|gpg|age|openssl|aws|rclone|restic|tee|cat)$/;

/** True when what follows the pipe asks how each of its programs ended. */
function isAskedAfter<T extends Called>(commands: readonly T[], index: number): boolean {
  const next = commands.findIndex(
    (each, at) => at > index && each.depth === 0 && each.operatorBefore !== '|',
  );
  const command = next === -1 ? undefined : commands[next];
  return [...(command?.words ?? []), ...(command?.assignments ?? [])].some(({ text }) =>
    /pipestatus/i.test(text),
  );
}

/** The dump program that the command runs, itself or in a container. */
function dumpIn({ words }: Called): string | undefined {
  const [first] = words;
  const isDocker = first !== undefined && /^(?:sudo|docker|docker-compose|podman)$/.test(first.text);
  return (isDocker ? words : words.slice(0, 1)).find(({ text }) => dumps.test(text))?.text;
}
