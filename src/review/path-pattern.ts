// Patterns over paths, as in .gitignore.
import ignore from 'ignore';

/** What lies outside of the pattern's folder (`../x`) never matches. */
export function pathPattern(pattern: string): (path: string) => boolean {
  // Users of other tools write `./legacy`, which .gitignore does not know.
  const one = ignore().add(pattern.replace(/^\.\//, '/'));
  return (path) => ignore.isPathValid(path) && one.ignores(path);
}
