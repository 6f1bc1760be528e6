import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { entryOf, isList, isMap, isScalar, keysOf, readYaml, type YamlNode } from '../../src/syntax/yaml.ts';

function rootOf(text: string): YamlNode | undefined {
  return readYaml('f.yaml', text).documents[0]?.root;
}

function at(node: YamlNode | undefined, ...path: (string | number)[]): YamlNode | undefined {
  let here = node;
  for (const step of path)
    here = isList(here) ? here.items[Number(step)] : entryOf(here, String(step))?.value;
  return here;
}

function plainOf(node: YamlNode | undefined): unknown {
  if (node === undefined) return undefined;
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plainOf);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, plainOf(value)]));
}

function codesOf(text: string): readonly string[] {
  return readYaml('f.yaml', text).problems.map(({ code }) => code);
}

const values: readonly (readonly [string, string, unknown])[] = [
  [
    'scalars are typed by the 1.2 core schema',
    'a: 1\nb: 0x10\nc: yes\nd: true\ne: ~\nf: 1.5\ng: 22:22\nh: 0644\ni: .inf',
    { a: 1, b: 16, c: 'yes', d: true, e: null, f: 1.5, g: '22:22', h: 644, i: Infinity },
  ],
  ['quoted scalars stay text', `a: "1"\nb: 'true'`, { a: '1', b: 'true' }],
  ['a standard tag sets the type', 'a: !!str 1\nb: !!int "7"', { a: '1', b: 7 }],
  ['folded and literal blocks', 'a: |\n  x\n  y\nb: >-\n  x\n  y', { a: 'x\ny\n', b: 'x y' }],
  ['CRLF and a byte order mark', '\ufeffa: 1\r\nb:\r\n  - x\r\n', { a: 1, b: ['x'] }],
  [
    'own keys win over merged ones',
    'd: &d {a: 1, b: 2}\nx:\n  <<: *d\n  b: 3',
    { d: { a: 1, b: 2 }, x: { a: 1, b: 3 } },
  ],
  [
    'of merged maps the first wins',
    'p: &p {a: 1}\nq: &q {a: 2, b: 2}\nx: {<<: [*p, *q]}',
    { p: { a: 1 }, q: { a: 2, b: 2 }, x: { a: 1, b: 2 } },
  ],
  [
    'a merge of a merge',
    'p: &p {a: 1}\nq: &q {<<: *p, b: 2}\nx: {<<: *q}',
    { p: { a: 1 }, q: { a: 1, b: 2 }, x: { a: 1, b: 2 } },
  ],
  ['a quoted << is a key like others', 'x: {"<<": 1}', { x: { '<<': 1 } }],
  ['an anchor may be set anew', 'a: &x 1\nb: *x\nc: &x 2\nd: *x', { a: 1, b: 1, c: 2, d: 2 }],
  ['pairs inside flow lists', 'a: [b: 1, c]', { a: [{ b: 1 }, 'c'] }],
];

test.each(values)('%s', (_name, text, expected) => {
  expect(readYaml('f.yaml', text).problems).toEqual([]);
  expect(plainOf(rootOf(text))).toEqual(expected);
});

const problems: readonly (readonly [string, string, readonly string[], string])[] = [
  ['a tab as indentation', 'services:\n\tweb: 1\n', ['yaml-tab-indent'], '\t'],
  ['a duplicate key', 'a: 1\nb: 2\na: 3\n', ['yaml-duplicate-key'], 'a'],
  ['a key that is a list', '? [x]\n: 1\n', ['yaml-key-not-scalar'], '[x]'],
  ['a template', 'a: {{ .Values.x }}\n', ['yaml-key-not-scalar'], '{ .Values.x }'],
  ['an open quote', 'a: "x\nb: 1\n', ['yaml-quote-open'], '\n'],
  ['an open bracket', 'a: [1, 2\nb: 3\n', ['yaml-bracket-open'], 'b'],
  ['a bracket too many', 'a: [1]]\n', ['yaml-bracket'], ']'],
  ['a key without colon', 'web\n  image: x\n', ['yaml-key-multiline'], 'web\n  image'],
  ['a mapping in the middle of a line', 'a: b: c\n', ['yaml-nested-on-line'], 'b'],
  ['an unknown alias', 'a: &one 1\nb: *ome\n', ['yaml-alias-unknown'], '*ome'],
  ['a recursive alias', 'a: &r [*r]\n', ['yaml-alias-recursive'], '*r'],
  ['a merge of a scalar', 'a: {<<: 1}\n', ['yaml-merge-not-map'], '1'],
  ['a reserved character', 'a: @x\n', ['yaml-scalar-start'], '@'],
  ['a control character', 'a: "\u0007"\n', ['yaml-control-character'], '\u0007'],
];

test('a value that should have been quoted is the text of its line, unless something goes on below', () => {
  const taken = (text: string) => plainOf(rootOf(text));
  expect(taken('a:\n  b: ERROR: none # why\n\n  c: 1\n')).toEqual({ a: { b: 'ERROR: none', c: 1 } });
  expect(taken('a: b: c\n')).toEqual({ a: 'b: c' });
  expect(taken('a: b: c\n   d: e\n')).toEqual({ a: { b: 'c', d: 'e' } });
});

test('a value that should have been quoted is told of once, and the next one by itself', () => {
  const value =
    'to([\n    {\n      "name": "a",\n      "size": 1\n    },\n    {\n      "name": "b"\n    }\n  ])';
  const text = `one: ${value}\ntwo: 2\nthree: ${value}\nfour: 4\n`;
  const { problems: found, documents } = readYaml('f.yaml', text);
  const lines = found.map(({ span }) => text.slice(0, span.start).split('\n').length);
  expect(lines).toEqual([3, 13]);
  const root = documents[0]?.root;
  expect(root?.kind === 'map' && root.entries.map(({ key }) => key.text)).toContain('four');
});

test.each(problems)('%s is a problem', (_name, text, codes, where) => {
  const { problems: found } = readYaml('f.yaml', text);
  expect(found.map(({ code }) => code)).toEqual(codes);
  const [first] = found;
  expect(text.slice(first?.span.start, first?.span.end)).toBe(where);
  expect(first?.hint).toMatch(/[.?]$/);
});

describe('spans', () => {
  const text =
    'a: &x 1 # c\nb: *x\nc: |\n  hi # no\n\nd:\n  - !reset null\ne:   # empty\nf: {g: 1}\nh: {<<: {i: 2}}\n';
  const slice = (span: { start: number; end: number } | undefined) => text.slice(span?.start, span?.end);

  it('of nodes leave out tags, anchors, comments and trailing lines', () => {
    const root = rootOf(text);
    expect(slice(at(root, 'a')?.span)).toBe('1');
    expect(slice(at(root, 'c')?.span)).toBe('|\n  hi # no');
    expect(slice(at(root, 'd', 0)?.span)).toBe('null');
    expect(at(root, 'd', 0)?.tag).toBe('!reset');
    expect(slice(entryOf(root, 'e')?.span)).toBe('e:');
    expect(slice(entryOf(root, 'f')?.span)).toBe('f: {g: 1}');
  });

  it('of an aliased node point at the anchored text, and its alias at the alias', () => {
    const aliased = at(rootOf(text), 'b');
    expect(slice(aliased?.span)).toBe('1');
    expect(slice(aliased?.alias)).toBe('*x');
    expect(slice(entryOf(rootOf(text), 'b')?.span)).toBe('b: *x');
  });

  it('of merged entries name the <<', () => {
    expect(slice(entryOf(at(rootOf(text), 'h'), 'i')?.merged)).toBe('<<');
  });

  it('of comments leave quoted and literal text alone', () => {
    expect(readYaml('f.yaml', text).comments.map((comment) => comment.text)).toEqual(['c', 'empty']);
  });
});

it('keeps the first of two equal keys and says where it stands', () => {
  const text = 'x: 0\na: 1\na: 2\n';
  expect(plainOf(rootOf(text))).toEqual({ x: 0, a: 1 });
  expect(readYaml('f.yaml', text).problems[0]?.message).toContain('line 2');
});

it('reads nothing out of nothing', () => {
  for (const text of ['', '\n', '# only a comment\n', '\ufeff']) {
    expect(readYaml('f.yaml', text)).toMatchObject({ documents: [], problems: [] });
  }
  expect(rootOf('---\n')).toBeUndefined();
});

it('keeps the readable half of a broken file', () => {
  const root = rootOf('services:\n  web:\n    image: a\n\tports: [1]\n  db:\n    image: b\n');
  expect(plainOf(at(root, 'services', 'web', 'image'))).toBe('a');
});

it.each([
  [
    'an entry that is indented too little',
    'w:\n  image: a\n port: 1\nv: 2\n',
    { w: { image: 'a', port: 1 }, v: 2 },
  ],
  [
    'an entry that is indented too much',
    'w:\n  image: a\n    port: 1\nv: 2\n',
    { w: { image: 'a', port: 1 }, v: 2 },
  ],
  ['tabs for spaces', 'w:\n\timage: a\n\tenv:\n\t\tA: 1\n', { w: { image: 'a', env: { A: 1 } } }],
  ['a key without colon above its block', 'w\n  image: a\nv: 2\n', { w: { image: 'a' }, v: 2 }],
  ['a line without colon above a key', 'version\nw: 1\n', { version: null, w: 1 }],
  ['an open bracket', 'a: [1, {b: 2\nc: 3\n', { a: [1, { b: 2 }], c: 3 }],
  ['an open quote', 'a: "x\nc: 3\n', { a: 'x', c: 3 }],
  ['text behind a value', 'a: "x" y\nc: 3\n', { a: 'x', c: 3 }],
  ['an item without dash', 'a:\n  - "1"\n    x\nc: 3\n', { a: ['1', 'x'], c: 3 }],
  ['items of a map', 'a: 1\n- b\nc: 3\n', { a: 1, c: 3 }],
  ['a template before the root', '{{ x }}\na: 1\n', { a: 1 }],
  ['a torn header of a block', 'a: |9x\n  b\nc: 3\n', { a: 'b\n', c: 3 }],
])('goes on after %s', (_name, text, expected) => {
  expect(plainOf(rootOf(text))).toEqual(expected);
});

it('reads several documents, each with its own anchors', () => {
  const { documents, problems: found } = readYaml('f.yaml', 'a: &x 1\n---\nb: *x\n');
  expect(documents).toHaveLength(2);
  expect(found.map(({ code }) => code)).toEqual(['yaml-alias-unknown']);
});

it('tells nodes apart and lists keys', () => {
  const root = rootOf('a: [1]\nb: 2\n');
  expect([isMap(root), isList(at(root, 'a')), isScalar(at(root, 'b'))]).toEqual([true, true, true]);
  expect(keysOf(root)).toEqual(['a', 'b']);
  expect(keysOf(undefined)).toEqual([]);
  expect(entryOf(root, 'constructor')).toBeUndefined();
});

function eachNode(node: YamlNode | undefined, visit: (node: YamlNode) => void): void {
  if (node === undefined) return;
  visit(node);
  if (node.kind === 'list') for (const item of node.items) eachNode(item, visit);
  if (node.kind === 'map') {
    for (const { key, value } of node.entries) {
      eachNode(key, visit);
      eachNode(value, visit);
    }
  }
}

const fragments = fc.array(
  fc.constantFrom(
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
    '!t ',
    '\t',
    ': ',
    '? ',
    '---\n',
    '\r\n',
    '%',
    '\u{1f600}',
    '{{',
    '~',
    '12',
  ),
  { maxLength: 40 },
);

it('never throws, and every span lies inside the text', () => {
  fc.assert(
    fc.property(fragments, (parts) => {
      const text = parts.join('');
      const read = readYaml('f.yaml', text);
      const spans = [...read.comments, ...read.problems, ...read.documents].map(({ span }) => span);
      for (const { root } of read.documents) {
        eachNode(root, (node) => {
          spans.push(node.span);
          const isSimple =
            node.kind === 'scalar' && node.style === 'plain' && !/[\r\n]/.test(node.text) && node.text !== '';
          const written = text.slice(node.span.start, node.span.end);
          if (isSimple && !/[\r\n]/.test(written)) expect(written).toBe(node.text);
        });
      }
      for (const { start, end } of spans) expect(0 <= start && start <= end && end <= text.length).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

it('finds exactly the comments, whatever quoted and literal text holds', () => {
  const content = fc.stringMatching(/^[a-z# ]{0,12}$/);
  const line = fc.record({
    kind: fc.constantFrom('single', 'double', 'literal', 'none'),
    content,
    comment: fc.option(fc.stringMatching(/^[a-z#]{1,6}$/)),
  });
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const comments: string[] = [];
      let text = '';
      lines.forEach(({ kind, content: inner, comment }, index) => {
        const end = comment === null ? '' : ` # ${comment}`;
        if (comment !== null) comments.push(comment);
        const value = {
          single: `'${inner}'${end}\n`,
          double: `"${inner}"${end}\n`,
          literal: `|${end}\n  x${inner}\n  #${inner}\n`,
          none: `${end}\n`,
        }[kind];
        text += `k${index}: ${value}`;
      });
      const read = readYaml('f.yaml', text);
      expect(read.problems).toEqual([]);
      expect(read.comments.map((found) => found.text)).toEqual(comments);
      for (const found of read.comments) expect(text[found.span.start]).toBe('#');
    }),
  );
});

it('survives what is made to bring a parser down', () => {
  for (let round = 0; round < 10; round++) {
    for (const unit of ['[', '{a: ', '- ', '? ', ': ']) {
      expect(codesOf(unit.repeat(100_000))).toContain('yaml-too-deep');
    }
    expect(codesOf('!a '.repeat(100_000))).toEqual(['yaml-tag-twice']);
    expect(codesOf('&a '.repeat(100_000))).toEqual(['yaml-anchor-twice']);
    expect(codesOf('['.repeat(5000))).toEqual(['yaml-too-deep']);
    expect(codesOf(Array.from({ length: 1000 }, (_, level) => `${' '.repeat(level)}a:\n`).join(''))).toEqual([
      'yaml-too-deep',
    ]);
  }
  expect(codesOf(`${'['.repeat(150)}${']'.repeat(150)}`)).toEqual([]);
});

it('reads 20,000 keys, and 20,000 times the same', () => {
  const many = rootOf(Array.from({ length: 20_000 }, (_, index) => `k${index}: v\n`).join(''));
  expect(keysOf(many)).toHaveLength(20_000);
  expect(codesOf('a: 1\n'.repeat(20_000))).toHaveLength(19_999);
});

it('stops the billion laughs, and chains of merges', () => {
  let text = 'a0: &a0 [x,x,x,x,x,x,x,x,x]\n';
  let merges = 'a0: &a0 {k: 1}\n';
  let chain = 'a0: &a0 [x]\n';
  for (let level = 1; level < 12; level++)
    text += `a${level}: &a${level} [${Array(9)
      .fill(`*a${level - 1}`)
      .join(',')}]\n`;
  for (let level = 1; level < 40; level++)
    merges += `a${level}: &a${level} {<<: [*a${level - 1}, *a${level - 1}], k${level}: 1}\n`;
  for (let level = 1; level < 3000; level++) chain += `a${level}: &a${level} [*a${level - 1}]\n`;
  for (const bomb of [text, merges, chain]) {
    expect(codesOf(bomb)).toEqual(['yaml-alias-bomb']);
    let count = 0;
    eachNode(rootOf(bomb), () => {
      count += 1;
    });
    expect(count).toBeLessThan(2_000_000);
  }
});

it.each([
  ['NUL bytes', 'a: \u0000\u0001', 'yaml-binary'],
  ['UTF-16', 'a\u0000:\u0000 \u00001\u0000', 'yaml-encoding'],
  ['UTF-16 read as UTF-8', '\ufffd\ufffda\u0000', 'yaml-encoding'],
  ['more than 8 MiB', 'a'.repeat(8 * 1024 * 1024 + 1), 'yaml-too-large'],
])('refuses %s', (_name, text, code) => {
  expect(codesOf(text)).toEqual([code]);
});
