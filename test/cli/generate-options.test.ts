// Flags of several kinds under one verb.
import { expect, test } from 'vitest';
import { optionsOfKinds } from '../../src/cli/generate-options.ts';
import { kinds } from '../../src/generate/kinds.ts';

const text = { type: 'string', value: 'NAME' } as const;

test('the flags of all kinds go together', () => {
  expect(optionsOfKinds(kinds, {})['registry']?.help).toMatch(/^kubernetes: /);
});

test('a flag of two kinds is told of both', () => {
  const both = [
    { name: 'ci', options: { host: { ...text, help: 'where it answers' } } },
    { name: 'tls', options: { host: { ...text, help: 'what the certificate names' } } },
  ];
  const shared = optionsOfKinds(both, {});
  expect(shared['host']?.help).toBe('ci: where it answers; tls: what the certificate names');
});

test('a flag that takes a word here and is a switch there is refused', () => {
  const clash = [
    { name: 'ci', options: { host: { ...text, help: 'where it answers' } } },
    { name: 'tls', options: { host: { type: 'boolean', help: 'names the host' } } },
  ] as const;
  const refused = 'generate tls and another kind mean different things by --host';
  expect(() => optionsOfKinds(clash, {})).toThrow(refused);
});

test('a flag of a kind that the verb has already is refused', () => {
  const clash = [{ name: 'ci', options: { env: { ...text, help: 'which' } } }];
  const taken = { env: { ...text, help: 'environment' } };
  expect(() => optionsOfKinds(clash, taken)).toThrow('generate has --env for all kinds, and ci for itself');
});
