// TOML texts -> trees with places: the values are those of another reader, and behind a mistake the rest is read.
import fc from 'fast-check';
import { parse, stringify } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import { readToml } from '../../src/syntax/toml.ts';
import { entryOf, isList, isMap, type YamlNode } from '../../src/syntax/yaml.ts';

function plain(node: YamlNode | undefined): unknown {
  if (isMap(node)) return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, plain(value)]));
  if (isList(node)) return node.items.map(plain);
  return node?.value;
}

function read(text: string): unknown {
  return plain(readToml('a.toml', text).root);
}

describe('reads what another reader reads', () => {
  test.each<[string, string]>([
    ['nothing', ''],
    ['comments and blank lines', '# a\n\n  # b\r\nx = 1 # c\r\n'],
    ['keys', 'a = 1\n"b c" = 2\n\'d.e\' = 3\n1234 = 4\nf-g_h = 5\n'],
    ['dotted keys', 'a.b.c = 1\na . "d" = 2\na.b.e = 3\n'],
    ['tables', '[a]\nx = 1\n[ b . "c" ]\ny = 2\n[b]\nz = 3\n'],
    ['arrays of tables', '[[a]]\nx = 1\n[[a.b]]\ny = 1\n[[a.b]]\ny = 2\n[[a]]\n[a.c]\nz = 1\n'],
    ['arrays', 'a = [ 1, 2, # c\n  3,\n]\nb = [["x", \'y\'], []]\n'],
    ['inline tables', 'a = { x = 1, y.z = "b" }\nb = [ { c = 1 }, {} ]\n'],
    ['numbers', 'a = +1_000\nb = -0.5e3\nc = 0xff\nd = 0o17\ne = 0b101\n'],
    ['truth', 'a = true\nb = false\n'],
    ['escapes', 'a = "t\\tq\\"\\\\ \\u00e9 \\U0001F600"\nb = \'c\\n\'\n'],
    ['long strings', 'a = """\nb\n  c \\\n   d"""\ne = \'\'\'\nf\\n\'\'\'\ng = """"h""""\ni = """"""\n'],
    ['a mark of the byte order', '\uFEFFa = 1\n'],
  ])('%s', (_name, text) => {
    expect(readToml('a.toml', text).problems).toEqual([]);
    expect(read(text)).toEqual(parse(text.replace('\uFEFF', '')));
  });

  test('any values', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof({ depthSize: 'small' }, tie('leaf'), tie('list'), tie('table')),
      leaf: fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.boolean()),
      list: fc.array(tie('any'), { maxLength: 4 }),
      table: fc.dictionary(fc.string(), tie('any'), { maxKeys: 4, noNullPrototype: true }),
    })).table;
    fc.assert(
      fc.property(value, (table) => {
        const text = stringify(table);
        expect(read(text)).toEqual(parse(text));
      }),
    );
  });
});

test('dates are their text', () => {
  expect(read('a = 1979-05-27T07:32:00Z\nb = 1979-05-27 07:32:00\nc = 07:32:00\n')).toEqual({
    a: '1979-05-27T07:32:00Z',
    b: '1979-05-27 07:32:00',
    c: '07:32:00',
  });
});

test('places', () => {
  const text = '[http]\n[[http.servers]] # first\nurl = "http://a:1"\n[[http.servers]]\nurl = \'b\'\n';
  const { root, comments } = readToml('a.toml', text);
  const servers = entryOf(entryOf(root, 'http')?.value, 'servers')?.value;
  const urls = isList(servers) ? servers.items.map((item) => entryOf(item, 'url')) : [];
  const at = (span: { readonly start: number; readonly end: number } | undefined) =>
    text.slice(span?.start, span?.end);
  expect(urls.map((url) => at(url?.value.span))).toEqual(['"http://a:1"', "'b'"]);
  expect(urls.map((url) => at(url?.span))).toEqual(['url = "http://a:1"', "url = 'b'"]);
  expect(comments.map(({ span }) => at(span))).toEqual(['# first']);
});

describe('behind a mistake it goes on', () => {
  test.each<[string, string, string, unknown]>([
    ['a string that is not closed', 'a = "b\nc = 1\n', 'toml-string-open', { a: 'b', c: 1 }],
    ['a key without a value', 'a =\nb = 1\n', 'toml-pair', { b: 1 }],
    ['no key', '= 1\nb = 1\n', 'toml-pair', { b: 1 }],
    ['a header that is not closed', 'a = 1\n[b\nc = 1\n[d]\ne = 1\n', 'toml-header', { a: 1, d: { e: 1 } }],
    ['a key twice', 'a = 1\na = 2\nb = 3\n', 'toml-duplicate-key', { a: 1, b: 3 }],
    ['a table that is a value', 'a = 1\n[a.b]\nc = 1\n[d]\n', 'toml-duplicate-key', { a: 1, d: {} }],
    ['more on the line', 'a = 1 b = 2\nc = 3\n', 'toml-line', { a: 1, c: 3 }],
    ['an array that is not closed', 'a = [1, 2\n', 'toml-array', { a: [1, 2] }],
    ['an inline table that is not closed', 'a = { b = 1\n', 'toml-inline-table', { a: { b: 1 } }],
  ])('%s', (_name, text, code, expected) => {
    expect(readToml('a.toml', text).problems.map((problem) => problem.code)).toContain(code);
    expect(read(text)).toEqual(expected);
  });

  test('nothing is thrown, and no place lies outside', () => {
    const pieces = [
      'a',
      '.',
      '=',
      '"',
      "'",
      '"""',
      "'''",
      '[',
      ']',
      '[[',
      ']]',
      '{',
      '}',
      ',',
      '#',
      '\\',
      '\n',
      ' ',
      '1',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 30 }), (parts) => {
        const text = parts.join('');
        const { root, problems } = readToml('a.toml', text);
        for (const { span } of [root, ...problems]) expect(span.end).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  test('a comment that ends the text ends within it', () => {
    for (const text of ['a={#', 'a=[#', 'a={ # b']) {
      const { root, problems } = readToml('a.toml', text);
      for (const { span } of [root, ...problems]) expect(span.end).toBeLessThanOrEqual(text.length);
    }
  });

  test('nothing is nested without bound', () => {
    const text = `a = ${'['.repeat(100_000)}`;
    expect(readToml('a.toml', text).problems.map((problem) => problem.code)).toContain('toml-too-deep');
  });
});
