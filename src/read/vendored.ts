// Folders that hold other people's work or a tool's output: never the user's deployment.

const byName: ReadonlyMap<string, string> = new Map([
  ['.git', "git's own files"],
  ['.hg', "Mercurial's own files"],
  ['.svn', "Subversion's own files"],
  ['.seaworthy', "seaworthy's own state"],
  ['.history', "an editor's old copies"],
  ['node_modules', 'installed packages'],
  ['bower_components', 'installed packages'],
  ['vendor', 'vendored packages'],
  ['.venv', 'a Python environment'],
  ['venv', 'a Python environment'],
  ['__pycache__', 'compiled Python'],
  ['.tox', 'Python environments'],
  ['.terraform', "Terraform's downloads"],
]);

/** `.backup`, `.enterprise-backup`, `backup_20250617`: put aside. A folder `backup` may hold what makes backups. */
const backup = /^\.(?:\w+[-_])*(?:backups?|bak)$|^(?:backup|bak)[-_.]\d{6,}/i;

/** Why a folder is left out, by its name and by the names beside and in it; undefined when it is walked. */
export function vendoredReason(
  name: string,
  siblings: ReadonlySet<string>,
  holds?: (name: string) => boolean,
): string | undefined {
  const reason = byName.get(name);
  if (reason !== undefined) return reason;
  if (name === 'target' && siblings.has('Cargo.toml')) return "Cargo's output";
  if (name === 'target' && siblings.has('pom.xml')) return "Maven's output";
  if (backup.test(name)) return 'a backup copy';
  return holds?.('pyvenv.cfg') ? 'a Python environment' : undefined;
}
