import { expect, test } from 'vitest';
import { isConditional } from '../../src/rules/shared/read-conditions.ts';

/** `READ` marks the place. */
const places: readonly (readonly [name: string, file: string, code: string, expected: boolean])[] = [
  ['a module of Python', 'a.py', 'x = READ', false],
  ['a function of Python', 'a.py', 'def f():\n    return READ', false],
  ['a branch', 'a.py', 'if MODE == "test":\n    x = READ', true],
  ['the other branch', 'a.py', 'if MODE:\n    x = 1\nelse:\n    x = READ', true],
  ['a branch around a table', 'a.py', 'elif MODE:\n    D = {\n        "a": READ,\n    }', true],
  ['after a branch', 'a.py', 'if MODE:\n    x = 1\ny = READ', false],
  ['what is caught', 'a.py', 'try:\n    x = READ\nexcept KeyError:\n    x = 1', true],
  ['the main program', 'a.py', 'if __name__ == "__main__":\n    x = READ', false],
  ['a choice of Python', 'a.py', 'x = READ if prod else 1', true],
  ['the other half of a choice', 'a.py', 'x = 1 if debug else READ', true],
  ['a stand-in', 'a.py', 'x = given or int(READ)', true],
  ['a module of JavaScript', 'a.ts', 'const x = READ;', false],
  ['a key of an object', 'a.ts', 'const x = {\n  a: READ,\n};', false],
  ['a function', 'a.ts', 'export function f() {\n  return READ;\n}', false],
  ['a block of a condition', 'a.ts', 'if (mode === "test") {\n  x = { a: READ };\n}', true],
  ['after a block', 'a.ts', 'if (mode) {\n  x();\n}\nconst y = READ;', false],
  ['a condition without a block', 'a.ts', 'if (mode) x = READ;', true],
  ['a choice', 'a.ts', "const x = debug ? 'a' : READ;", true],
  ['what is caught in JavaScript', 'a.ts', 'try {\n  READ;\n} catch {}', true],
];

test.each(places)('%s', (_name, file, code, expected) => {
  const start = code.indexOf('READ');
  expect(isConditional(code, { file, start, end: start + 4 })).toBe(expected);
});
