// An index of git with nothing but names in it: what it lists counts as tracked.

const idBytes = 20;
const head = 12;
/** Ten fields of stat, the id, the flags. */
const fixed = 40 + idBytes + 2;

/** https://git-scm.com/docs/index-format, version 2. */
export function indexOf(paths: readonly string[]): Buffer {
  const names = paths.map((path) => Buffer.from(path, 'utf8')).sort(Buffer.compare);
  const start = Buffer.alloc(head);
  start.write('DIRC', 0, 'latin1');
  start.writeUInt32BE(2, 4);
  start.writeUInt32BE(names.length, 8);
  const entries = names.map((name) => {
    const length = fixed + name.length;
    const entry = Buffer.alloc(length + (8 - (length % 8)));
    entry.writeUInt16BE(Math.min(name.length, 0xfff), fixed - 2);
    name.copy(entry, fixed);
    return entry;
  });
  return Buffer.concat([start, ...entries]);
}
