// Random YAML: texts that are mostly valid by their structure, and texts with a few characters changed.
import fc from 'fast-check';

type Lines = fc.Arbitrary<string>;

const word = fc.constantFrom(
  'a',
  'x y',
  '12',
  'true',
  '~',
  'a:b',
  'a#b',
  'http://x:80/y',
  '-1',
  'é😀',
  '<<',
  '.5',
);
const quoted = fc.constantFrom(
  '"q"',
  '""',
  '"a\\n\\x41\\u263a"',
  '"q: r # no"',
  '"\\""',
  "'s'",
  "''",
  "'it''s'",
  "'a: b # no'",
);
const props = fc.constantFrom('', '', '', '', '', '', '&x ', '!t ', '!!str ', '&y !t ', '!<tag:x,2000:z> ');
const comment = fc.constantFrom('', '', '', ' # c', ' ', '\t# "');

/** A scalar over several lines, the later ones indented by more than `indent`. */
function spread(indent: number): Lines {
  const pad = ' '.repeat(indent + 1);
  return fc.constantFrom(
    `a\n${pad}b`,
    `a\n\n ${pad}b`,
    `"a\n${pad}b"`,
    `"a \\\n${pad} b"`,
    `'a\n\n${pad}b'`,
    `"a\n${pad}\n${pad}b  "`,
    `a\n${pad}- b`,
  );
}

function flow(depth: number, indent: number): Lines {
  const leaf = fc.oneof({ weight: 4, arbitrary: word }, { weight: 3, arbitrary: quoted }, spread(indent));
  if (depth === 0) return leaf;
  const pad = ' '.repeat(indent + 2);
  const inner = flow(depth - 1, indent);
  const comma = fc.constantFrom(', ', ',', ' , ', `,\n${pad}`, `, # c\n${pad}`);
  const gap = fc.constantFrom('', '', ' ', `\n${pad}`);
  const pair = fc.oneof(
    fc.tuple(word, inner).map(([key, value]) => `${key}: ${value}`),
    fc.tuple(quoted, inner).map(([key, value]) => `${key}:${value}`),
    fc.tuple(word, inner).map(([key, value]) => `? ${key} : ${value}`),
    word.map((key) => `${key}:`),
    word,
  );
  const list = fc.array(
    fc.oneof(
      fc.tuple(props, inner).map((parts) => parts.join('')),
      pair,
    ),
    { maxLength: 3 },
  );
  const map = fc.array(pair, { maxLength: 3 });
  return fc.oneof(
    leaf,
    fc.tuple(list, comma, gap).map(([items, between, space]) => `[${space}${items.join(between)}${space}]`),
    fc.tuple(map, comma, gap).map(([items, between, space]) => `{${space}${items.join(between)}${space}}`),
  );
}

function blockScalar(indent: number): Lines {
  const pad = ' '.repeat(indent + 2);
  const line = fc.constantFrom(
    `${pad}text`,
    `${pad}text`,
    `${pad} more`,
    '',
    `${pad}# no`,
    `${pad}a: b`,
    `${pad}\tt`,
  );
  const header = fc.constantFrom('|', '>', '|-', '>-', '|+', '>+', '|2', '>2-', '|+2');
  return fc
    .tuple(header, comment, fc.array(line, { minLength: 1, maxLength: 5 }))
    .map(([head, end, lines]) => `${head}${end}\n${lines.join('\n')}\n`);
}

/** What stands after an indicator: on its line, or as a block below it; with the last line's break. */
function node(depth: number, indent: number): Lines {
  const inLine = fc.oneof(word, quoted, flow(Math.min(depth, 2), indent), spread(indent), fc.constant('*x'));
  const value = fc.tuple(props, inLine, comment).map(([prefix, text, end]) => {
    return ` ${text.startsWith('*') ? '' : prefix}${text}${end}\n`;
  });
  const scalar = fc.tuple(props, blockScalar(indent)).map((parts) => ` ${parts.join('')}`);
  const empty = fc.tuple(fc.constantFrom('', ' &x', ' !!str'), comment).map((parts) => `${parts.join('')}\n`);
  const small = fc.oneof({ weight: 5, arbitrary: value }, scalar, empty);
  if (depth === 0) return small;
  const head = fc.constantFrom('', '', '', ' &m', ' !t', ' # c', ' !!map # c').map((text) => `${text}\n`);
  const wider = fc.integer({ min: 1, max: 3 }).chain((step) => entries(depth - 1, indent + step));
  const below = fc.integer({ min: 0, max: 2 }).chain((step) => items(depth - 1, indent + step));
  const block = fc.tuple(head, fc.oneof(wider, below)).map((parts) => parts.join(''));
  return fc.oneof({ weight: 2, arbitrary: small }, { weight: 3, arbitrary: block });
}

function entries(depth: number, indent: number): Lines {
  const pad = ' '.repeat(indent);
  const between = fc.constantFrom('', '', '', '', '\n', '# c\n', `${pad}# c\n`, ' \n');
  const entry = fc.tuple(fc.constantFrom('', '', '"', "'"), node(depth, indent), between);
  return fc
    .array(entry, { minLength: 1, maxLength: 4 })
    .map((all) =>
      all.map(([quote, value, gap], index) => `${pad}${quote}k${index}${quote}:${value}${gap}`).join(''),
    );
}

function items(depth: number, indent: number): Lines {
  const pad = ' '.repeat(indent);
  const nested = entries(Math.max(0, depth - 1), indent + 2).map((text) => ` ${text.slice(indent + 1)}`);
  // The compact form begins on the line of the dash, two columns on.
  const compact = nested.map((text) => ` ${text.trimStart()}`);
  const item = fc.oneof(node(depth, indent), compact);
  return fc
    .array(item, { minLength: 1, maxLength: 3 })
    .map((all) => all.map((value) => `${pad}-${value}`).join(''));
}

const anchors = 'x: &x {z: 1}\n';
const document = fc.oneof(
  { weight: 4, arbitrary: entries(3, 0).map((text) => `${anchors}${text}`) },
  items(3, 0),
  entries(2, 2),
  flow(3, -1).map((text) => `${text}\n`),
  blockScalar(-1),
);

/** Whole files of one or two documents. */
export const structured: Lines = fc
  .tuple(
    fc.constantFrom('', '', '', '---\n', '%YAML 1.2\n---\n'),
    document,
    fc.constantFrom('', '', '...\n'),
    fc.option(document, { freq: 8 }),
  )
  .map(([head, first, end, second]) => `${head}${first}${end}${second === null ? '' : `---\n${second}`}`);

const pieces = fc.constantFrom(
  ...[
    'a',
    'b: ',
    '- ',
    '\n',
    '  ',
    '"',
    "'",
    '#',
    ' # c',
    '[',
    ']',
    '{',
    '}',
    ', ',
    '&x ',
    '*x',
    '<<: ',
    '|\n',
    '>-\n',
  ],
  ...[
    '!t ',
    '\t',
    ': ',
    '---\n',
    '...\n',
    '~',
    '12',
    ' ',
    'k: ',
    '\\',
    '\n- ',
    '\n  k: ',
    ',',
    '"q"',
    '\n\n',
    '!!str ',
  ],
);

export const fragments: Lines = fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join(''));

/** A text with up to three places changed. */
export function changed(texts: Lines): Lines {
  const change = fc.record({
    place: fc.double({ min: 0, max: 1, noNaN: true }),
    drop: fc.integer({ min: 0, max: 3 }),
    piece: fc.option(pieces),
  });
  return fc.tuple(texts, fc.array(change, { minLength: 1, maxLength: 3 })).map(([text, changes]) => {
    let out = text;
    for (const { place, drop, piece } of changes) {
      const at = Math.floor(place * out.length);
      out = out.slice(0, at) + (piece ?? '') + out.slice(at + drop);
    }
    return out;
  });
}
