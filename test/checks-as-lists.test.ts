// What the build makes of the rules' checks gives the same as the generators that they are written as.
import { describe, expect, it } from 'vitest';
import { checksAsLists } from '../scripts/checks-as-lists.mjs';

function run(code: string, check: string): unknown {
  const body = `${code.replaceAll('\n', ' ')}; return [...${check}];`;
  return new Function(body)();
}

const rules = `
const one = {
  *check(numbers: readonly number[]) {
    if (numbers.length === 0) return;
    const even = numbers.filter(function (each) { return each % 2 === 0; });
    for (const each of even) yield { each };
    numbers.forEach((each) => { if (each > 2) return; });
    if (even.length === 0) yield { none: 'é' };
    else yield* doubled(even);
    yield* numbers.length > 3 ? numbers : [];
  },
};
function* doubled(numbers: readonly number[]) {
  for (const each of numbers) { if (each > 4) return; yield each * 2; }
}
`;

const plain = (code: string) => code.replaceAll(': readonly number[]', '');

describe('checks as lists', () => {
  it.each(['[]', '[1]', '[1, 2, 3]', '[2, 4, 6, 8]'])('find the same in %s', (numbers) => {
    const made = checksAsLists(rules);
    expect(made).not.toContain('*check');
    expect(run(plain(made), `one.check(${numbers})`)).toEqual(run(plain(rules), `one.check(${numbers})`));
  });

  it('leave other code alone', () => {
    const code = 'export function* check() { yield 1; }\n';
    expect(checksAsLists(code)).toBe(code);
  });

  it('refuse a check whose yield or return has a value that counts', () => {
    expect(() => checksAsLists('const a = { *check() { const b = yield 1; } };')).toThrow(
      'within an expression',
    );
    expect(() => checksAsLists('const a = { *check() { return 1; } };')).toThrow('returns a value');
  });
});
