// Plain scalars as docker compose's YAML library reads them; `npm run parity` holds the same tables to the real one.
import { expect, test } from 'vitest';
import { environment, read } from './reading.ts';

test.each<[written: string, becomes: string]>([
  ['yes', 'yes'],
  ['22:22', '22:22'],
  ['010', '8'],
  ['0o10', '8'],
  ['0b101', '5'],
  ['0X1F', '31'],
  ['-0x10', '-16'],
  ['09', '9'],
  ['1_000', '1000'],
  ['_1', '_1'],
  ['1.10', '1.1'],
  ['1e3', '1000'],
  ['1e400', '1e400'],
  ['100000000000000000000', '1e+20'],
  ['9007199254740993', '9007199254740993'],
  ['18446744073709551615', '18446744073709551615'],
  ['-0', '-0'],
  ['2001-12-14', '2001-12-14 00:00:00 +0000 UTC'],
  ['2001-12-14t21:59:43.10-05:00', '2001-12-14 21:59:43.1 -0500 -0500'],
  ['2001-13-14', '2001-13-14'],
  ['2001-02-30', '2001-02-30'],
  ['"010"', '010'],
  ['!!str 010', '010'],
  ['!!binary aGVsbG8=', 'hello'],
  ['!!float 3', '3'],
])('%s becomes %s', (written, becomes) => {
  const { stack, service } = read(`services:\n  web:\n    image: a\n    environment:\n      A: ${written}\n`);
  expect(stack.problems.filter(({ accepted }) => accepted !== true)).toEqual([]);
  expect(environment(service('web'))).toEqual({ A: becomes });
});

test.each<[name: string, line: string, problem: string]>([
  ['a number as key', 'labels: {1: a}', 'wrong-type: 1'],
  ['nothing as key', 'labels: {~: a}', 'wrong-type: ~'],
  ['a number without end', 'environment: {A: .inf}', 'wrong-type: .inf'],
  ['a tag that does not fit', 'environment: {A: !!int x}', 'wrong-type: x'],
  ['base64 that is none', 'environment: {A: !!binary "?"}', 'wrong-type: "?"'],
  ['an escape of JSON', 'hostname: "a\\/b"', 'wrong-type: "a\\/b"'],
  ['a date for a text', 'hostname: 2001-12-14', 'wrong-type: 2001-12-14'],
])('%s is refused with its place', (_name, line, problem) => {
  const { problems } = read(`services:\n  web:\n    image: a\n    ${line}\n`);
  expect(problems[0]).toBe(problem);
});

test('a value that YAML rewrites is told of, and taken', () => {
  const { stack } = read('services:\n  web:\n    image: a\n    environment: {V: 1.10, W: "1.10", X: 7}\n');
  expect(stack.problems).toMatchObject([{ code: 'scalar-rewritten', accepted: true }]);
});
