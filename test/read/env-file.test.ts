// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the expressions are the input under test
import { describe, expect, it } from 'vitest';
import { envFileOf, isExampleName } from '../../src/read/env/env-file.ts';

describe('envFileOf', () => {
  it('leaves expressions as written', () => {
    const { entries } = envFileOf('.env', 'A=1\nB=${A}x\nC="${A} y"\nD=\'${A}\'\nE\nF=\n', true);
    expect(entries.map(({ name, value }) => [name.value, value?.value])).toEqual([
      ['A', '1'],
      ['B', '${A}x'],
      ['C', '${A} y'],
      ['D', '${A}'],
      ['E', undefined],
      ['F', ''],
    ]);
  });

  const names: readonly (readonly [string, boolean])[] = [
    ['.env', false],
    ['.env.production', false],
    ['.env.example', true],
    ['.env.sample', true],
    ['.env.template', true],
    ['.env.dist', true],
    ['example.env', true],
    ['.env.production.example', true],
    ['.env.distribution', false],
  ];
  it.each(names)('%s is a form to fill in: %s', (name, expected) =>
    expect(isExampleName(name)).toBe(expected),
  );
});
