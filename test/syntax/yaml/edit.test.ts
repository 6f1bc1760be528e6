// Edits of YAML texts: what they write, and where they write nothing.
import { describe, expect, test } from 'vitest';
import { applyEdits, type Edit } from '../../../src/base/edit.ts';
import { span } from '../../../src/base/span.ts';
import { readYaml } from '../../../src/syntax/yaml.ts';
import {
  addItem,
  addKey,
  removeAt,
  renameKey,
  replacePart,
  replaceScalar,
  type YamlContent,
  type YamlSource,
} from '../../../src/syntax/yaml-edit.ts';

type Ask = (source: YamlSource, at: (words: string) => ReturnType<typeof span>) => Edit | undefined;

/** The text after an edit that must leave it readable; undefined when there is none. */
function edited(text: string, ask: Ask): string | undefined {
  const { documents } = readYaml('a.yaml', text);
  const at = (words: string) => {
    const start = text.indexOf(words);
    expect(start, `${words} stands in the text`).toBeGreaterThan(-1);
    return span('a.yaml', start, start + words.length);
  };
  const edit = ask({ file: 'a.yaml', text, documents }, at);
  if (edit === undefined) return undefined;
  const after = applyEdits(text, [edit]).text;
  expect(readYaml('a.yaml', after).problems).toEqual([]);
  return after;
}

const deep: YamlContent = { limits: { memory: '512M' } };

describe('a key is added', () => {
  test.each<[string, string, string, readonly string[], YamlContent, string]>([
    ['after the last entry', 'db:\n  image: a\n', 'db', ['init'], true, 'db:\n  image: a\n  init: true\n'],
    ['to a map of the root', 'a: 1\nb:\n    c: 2', 'b', ['d'], 'x y', 'a: 1\nb:\n    c: 2\n    d: x y'],
    [
      'before comments of what follows',
      's:\n  db:\n    image: a # pinned\n\n  # the web\n  web:\n    image: b\n',
      'db',
      ['restart'],
      'no',
      's:\n  db:\n    image: a # pinned\n    restart: "no"\n\n  # the web\n  web:\n    image: b\n',
    ],
    [
      'after comments that belong to the last entry',
      'db:\n  ports:\n    - "80:80"\n    # - "443:443"\n# end\n',
      'db',
      ['init'],
      true,
      'db:\n  ports:\n    - "80:80"\n    # - "443:443"\n  init: true\n# end\n',
    ],
    [
      'below a key without value',
      's:\n  db: # later\n',
      'db',
      ['image'],
      'a',
      's:\n  db: # later\n    image: a\n',
    ],
    [
      'with the maps on the way',
      'web:\n    image: a\n    build:\n        context: .\n',
      'web',
      ['deploy', 'resources'],
      deep,
      'web:\n    image: a\n    build:\n        context: .\n    deploy:\n        resources:\n            limits:\n                memory: 512M\n',
    ],
    [
      'below maps that are there',
      'web:\n  deploy:\n    resources:\n      limits:\n        cpus: "1"\n  image: a\n',
      'web',
      ['deploy', 'resources', 'limits', 'memory'],
      '1G',
      'web:\n  deploy:\n    resources:\n      limits:\n        cpus: "1"\n        memory: 1G\n  image: a\n',
    ],
    [
      'as a list with the dashes of the file',
      "web:\n  ports:\n  - '80:80'\n",
      'web',
      ['cap_drop'],
      ['ALL', 'on'],
      "web:\n  ports:\n  - '80:80'\n  cap_drop:\n  - ALL\n  - 'on'\n",
    ],
    ['in braces', 'db: { image: a }\n', 'db', ['init'], true, 'db: { image: a, init: true }\n'],
    ['in braces with a last comma', 'db: {image: a,}', 'db', ['n'], [1, 2], 'db: {image: a, n: [1, 2]}'],
    ['in empty braces', 'db: {}', 'db', ['deploy'], deep, 'db: { deploy: { limits: { memory: 512M } } }'],
    [
      'in braces over lines',
      '{\n  "db": {\n    "image": "a"\n  }\n}\n',
      '"db"',
      ['user'],
      '1000',
      '{\n  "db": {\n    "image": "a",\n    "user": "1000"\n  }\n}\n',
    ],
    [
      'beside a merge, over what it brings',
      'x: &x\n  init: true\ndb:\n  <<: *x\n',
      'db',
      ['init'],
      false,
      'x: &x\n  init: true\ndb:\n  <<: *x\n  init: false\n',
    ],
    [
      'in an item',
      'c:\n- name: a\n  image: b\n- name: c\n',
      'name: a\n  image: b',
      ['tty'],
      true,
      'c:\n- name: a\n  image: b\n  tty: true\n- name: c\n',
    ],
    [
      'after a literal text',
      'a:\n  b: |\n    # text\n\n    more\n\nc: 1\n',
      'a',
      ['d'],
      'e',
      'a:\n  b: |\n    # text\n\n    more\n  d: e\n\nc: 1\n',
    ],
    ['behind a byte order mark', '\uFEFFa: 1\n', 'a: 1', ['b'], '0755', '\uFEFFa: 1\nb: "0755"\n'],
    ['before a further document', 'a: 1\n---\nb: 1\n', 'a: 1', ['c'], '', 'a: 1\nc: ""\n---\nb: 1\n'],
  ])('%s', (_name, text, words, path, value, expected) => {
    expect(edited(text, (source, at) => addKey(source, at(words), path, value))).toBe(expected);
  });

  test('with line breaks that the applier turns into those of the file', () => {
    const after = edited('a:\r\n  b: 1\r\n\r\n', (source, at) => addKey(source, at('a'), ['c'], 2));
    expect(after).toBe('a:\r\n  b: 1\n  c: 2\r\n\r\n');
  });

  test('with lists in brackets where asked for', () => {
    const after = edited('a:\n  b: 1\n', (source, at) =>
      addKey(
        source,
        at('a'),
        ['healthcheck'],
        { test: ['CMD', 'true'], interval: '10s' },
        { brackets: true },
      ),
    );
    expect(after).toBe('a:\n  b: 1\n  healthcheck:\n    test: ["CMD", "true"]\n    interval: 10s\n');
  });

  test.each<[string, string, string, readonly string[]]>([
    ['a map that others merge', 'x: &x\n  a: 1\ny:\n  <<: *x\n', 'x', ['b']],
    ['a map inside of a shared one', 'x: &x\n  a:\n    b: 1\ny: *x\n', 'a', ['c']],
    ['an alias', 'x: &x\n  a: 1\ny: *x\n', 'y', ['b']],
    ['a map that came by a merge', 'x: &x\n  deploy: {a: 1}\ny:\n  <<: *x\n', 'y', ['deploy', 'b']],
    ['a key that is there', 'x:\n  a: 1\n', 'x', ['a']],
    ['a scalar', 'x: 1\n', 'x', ['a']],
    ['a null in words', 'x: ~\n', 'x', ['a']],
    ['a tagged map', 'x: !reset\n  a: 1\n', 'x', ['b']],
    ['what follows a text that keeps its last lines', 'x:\n  a: |+\n    b\n\ny: 1\n', 'x', ['b']],
    ['what follows a text at the end of the file', 'x:\n  a: |\n    b', 'x', ['b']],
    ['a map behind an anchor', 'x:\n- &a b: 1\n- *a\n', 'b: 1', ['c']],
  ])('but not to %s', (_name, text, words, path) => {
    expect(edited(text, (source, at) => addKey(source, at(words), path, 'v'))).toBeUndefined();
  });
});

describe('an item is added', () => {
  test.each<[string, string, string, YamlContent, string]>([
    [
      'with the same dash and quotes',
      "a:\n  -  'b'\n  # more\nc: 1\n",
      'a',
      'd',
      "a:\n  -  'b'\n  -  'd'\n  # more\nc: 1\n",
    ],
    ['plain among plain ones', 'a:\n- b\n- c # last\n', 'a', 'd', 'a:\n- b\n- c # last\n- d\n'],
    ['as a map', 'a:\n  - b: 1\n', 'a', { c: 2, d: ['e'] }, 'a:\n  - b: 1\n  - c: 2\n    d:\n      - e\n'],
    ['in brackets', 'a: ["b", "c"]\n', 'a', 'd', 'a: ["b", "c", "d"]\n'],
    ['in single quotes', "a: ['b']", 'a', 'd', "a: ['b', 'd']"],
    ['in plain brackets', 'a: [b]\n', 'a', 'c', 'a: [b, c]\n'],
    ['in empty brackets', 'a: []\n', 'a', 'b', 'a: [b]\n'],
    ['to nothing', 'x:\n- y\na:\nc: 1\n', 'a', 'b', 'x:\n- y\na:\n- b\nc: 1\n'],
  ])('%s', (_name, text, words, value, expected) => {
    expect(edited(text, (source, at) => addItem(source, at(words), value))).toBe(expected);
  });

  test.each([
    ['a map', 'a: {b: 1}\n'],
    ['an alias', 'x: &x [1]\na: *x\n'],
  ])('but not to %s', (_name, text) => {
    expect(edited(text, (source, at) => addItem(source, at('a'), 'c'))).toBeUndefined();
  });
});

describe('a scalar is replaced', () => {
  test.each<[string, string, string, string | number | boolean, string]>([
    ['in its quotes', `a: 'b' # c\n`, `'b'`, "d'e", `a: 'd''e' # c\n`],
    ['in double quotes', 'a: "80:80"\n', '"80:80"', '80:81', 'a: "80:81"\n'],
    ['plain', 'a: 80:80 # c\n', '80:80', '80:81', 'a: 80:81 # c\n'],
    ['with new quotes where it needs them', 'a: b\n', 'b', 'c: d', 'a: "c: d"\n'],
    ['by a number', 'a: [b]\n', 'b', 5, 'a: [5]\n'],
  ])('%s', (_name, text, words, value, expected) => {
    expect(edited(text, (source, at) => replaceScalar(source, at(words), value))).toBe(expected);
  });

  test('but no text in lines, and no shared one', () => {
    expect(edited('a: |\n  b\n', (source, at) => replaceScalar(source, at('|\n  b'), 'c'))).toBeUndefined();
    expect(edited('a: &x b\nc: *x\n', (source, at) => replaceScalar(source, at('b'), 'c'))).toBeUndefined();
  });

  test('in part', () => {
    const ask: Ask = (source, at) => replacePart(source, at('a:1'), 'b:2');
    expect(edited('u: "http://a:1/" # c\n', ask)).toBe('u: "http://b:2/" # c\n');
  });
});

test.each<[string, string, string, string | undefined]>([
  ['a key is renamed', 'a:\n  "b": 1 # c\n', '"b"', 'a:\n  "d": 1 # c\n'],
  ['a key keeps the anchor of its value', 'b: &x 1\nc: *x\n', 'b', 'd: &x 1\nc: *x\n'],
  ['no key is renamed to one that is there', 'b: 1\nd: 2\n', 'b', undefined],
])('%s', (_name, text, words, expected) => {
  expect(edited(text, (source, at) => renameKey(source, at(words), 'd'))).toBe(expected);
});

describe('is taken out', () => {
  test.each<[string, string, string, string | undefined]>([
    ['an entry with its lines', 'a:\n  b:\n    - 1\n  c: 2\n', 'b', 'a:\n  c: 2\n'],
    ['the last line without its end', 'a: 1\nb: 2', 'b', 'a: 1'],
    ['a line with its break', 'a: 1\r\nb: 2\r\n', 'a', 'b: 2\r\n'],
    ['an entry, but not its comment', 'a: 1\nb: 2 # why\nc: 3\n', 'b', 'a: 1\n# why\nc: 3\n'],
    ['the first of an item', '- a: 1\n  b: 2\n', 'a', '- b: 2\n'],
    ['an item', 'a:\n  - b\n  - c\n', 'b', 'a:\n  - c\n'],
    ['what would hold nothing', 'x: 1\na:\n  - b\n', 'b', 'x: 1\n'],
    ['in braces', 'a: { b: 1, c: 2 }\n', 'b', 'a: { c: 2 }\n'],
    ['the last in brackets', 'a: [b, c]\n', 'c', 'a: [b]\n'],
    ['the last before a last comma', 'a: [b, c,]\n', 'c', 'a: [b,]\n'],
    ['nothing with a comment inside', 'a:\n  b:\n    # why\n    c: 1\n  d: 1\n', 'b', undefined],
    ['nothing whose anchor is used', 'a: &x 1\nb: *x\n', 'a', undefined],
    [
      'nothing that a merge would bring back',
      'x: &x { k: 1 }\ny:\n  <<: *x\n  "k": 2\n  c: 2\n',
      '"k"',
      undefined,
    ],
    [
      'what no merge brings',
      'x: &x { k: 1 }\ny:\n  <<: *x\n  c: 2\n  d: 2\n',
      'c',
      'x: &x { k: 1 }\ny:\n  <<: *x\n  d: 2\n',
    ],
    ['nothing that makes up a file', 'a: 1\n', 'a', undefined],
  ])('%s', (_name, text, words, expected) => {
    expect(edited(text, (source, at) => removeAt(source, at(words)))).toBe(expected);
  });
});
