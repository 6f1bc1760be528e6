// The catalogue of checks that other tools do (`rules-matrix.tsv`), against the aliases of our rules.

export interface MatrixRow {
  readonly area: string;
  readonly check: string;
  readonly severity: string;
  /** `tool:id`, lower case. A `*` at the end stands for any rest. */
  readonly ids: readonly string[];
}

export interface Coverage {
  readonly row: MatrixRow;
  readonly state: 'covered' | 'partly' | 'missing';
  /** Ids of the row that no rule carries. */
  readonly missing: readonly string[];
}

/** Columns that hold no ids. */
const plain = new Set(['area', 'check', 'severity', 'cross']);
/** Columns whose entries carry their tool themselves. */
const mixed = new Set(['other', 'zizmor/actionlint']);

export function readMatrix(text: string): readonly MatrixRow[] {
  const [head = '', ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const columns = head.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    const ids = columns.flatMap((column, index) => {
      const cell = (cells[index] ?? '').trim();
      if (cell === '' || plain.has(column)) return [];
      return mixed.has(column) ? mixedIds(cell) : toolIds(column, cell);
    });
    return { area: cells[0] ?? '', check: cells[1] ?? '', severity: cells[2] ?? '', ids: [...new Set(ids)] };
  });
}

/** `tool:id,id other:id`; a tool without an id names nothing to look for. */
function mixedIds(cell: string): string[] {
  return cell.split(/\s+(?=[a-z][a-z-]*:)/).flatMap((entry) => {
    const colon = entry.indexOf(':');
    return colon === -1 ? [] : toolIds(entry.slice(0, colon), entry.slice(colon + 1));
  });
}

/** Ids of one tool. `secret:a, b` are two ids of the same kind; a note in parentheses is no part of an id. */
function toolIds(tool: string, cell: string): string[] {
  const kind = /^(?:secret|regex):/.exec(cell)?.[0] ?? '';
  return cell
    .slice(kind.length)
    .split(/,\s*/)
    .filter((id) => !id.endsWith('(retired)'))
    .map((id) => (/^\((.*)\)$/.exec(id)?.[1] ?? id.replace(/\s*\([^)]*\)$/, '')).trim())
    .filter((id) => id !== '' && id !== tool)
    .map((id) => `${tool}:${kind}${id}`.toLowerCase());
}

export function coverageOf(rows: readonly MatrixRow[], aliases: Iterable<string>): readonly Coverage[] {
  const known = new Set([...aliases].map((alias) => alias.toLowerCase()));
  const isKnown = (id: string) =>
    known.has(id) || (id.endsWith('*') && [...known].some((alias) => alias.startsWith(id.slice(0, -1))));
  return rows.map((row) => {
    const missing = row.ids.filter((id) => !isKnown(id));
    const state = row.ids.length === missing.length ? 'missing' : missing.length === 0 ? 'covered' : 'partly';
    return { row, state, missing };
  });
}
