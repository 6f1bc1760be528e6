// Lists that hold a whole command line in one word.

/**
 * True for `npm start`, which no file is called; not for a path with a blank in it: `/opt/My App/run`,
 * `C:\\Program Files`.
 */
export function isCommandLine(word: string): boolean {
  if (word.length > longest) return false;
  const [program = '', next = ''] = word.trim().split(/\s+/, 2);
  if (next === '' || !/^[a-z_][\w.-]*$|^\.{0,2}\/[\w./-]+$/i.test(program) || word.includes('\\'))
    return false;
  return !(program.includes('/') && /^[\w.]+\//.test(next));
}

/** Longer than any line that people write in one word; a text that is not split for its length is no list. */
const longest = 400;

/** Images that start what they are told as it is, by no entrypoint or by one that ends in `exec "$@"`. */
export function startsAsTold(repository: string): boolean {
  return started.test(repository);
}

const started =
  /^(?:node|python|golang|ruby|php|rust|perl|elixir|openjdk|eclipse-temurin|amazoncorretto|alpine|debian|ubuntu|busybox|nginx|httpd|redis|postgres|mysql|mariadb|mongo)$/;
