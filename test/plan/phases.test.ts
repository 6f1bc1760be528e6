import { expect, test } from 'vitest';
import { groupPhases } from '../../src/plan/phases.ts';
import { phase, type ServiceWords, wantedService } from './small-world.ts';

const stack = (words: Readonly<Record<string, ServiceWords>>) =>
  Object.entries(words).map(([name, own]) => wantedService(name, own));
const named = (groups: ReturnType<typeof groupPhases>) =>
  groups.map(({ name, services }) => [name, ...services]);

test('without a declaration data stores and what they need come first', () => {
  const wanted = stack({
    api: { needs: ['db'] },
    init: {},
    db: { image: 'postgres:16', needs: ['init'] },
    web: {},
  });
  expect(named(groupPhases(wanted, [], {}))).toEqual([
    ['data', 'init', 'db'],
    ['app', 'api', 'web'],
  ]);
});

test('without a data store there is one phase', () => {
  expect(named(groupPhases(stack({ a: {}, b: {} }), [], {}))).toEqual([['app', 'a', 'b']]);
});

test('declared phases keep their order, and what none names comes last', () => {
  const wanted = stack({ a: {}, b: {}, c: {} });
  const groups = groupPhases(wanted, [phase('two', ['c']), phase('one', ['b'])], { memory: 1 });
  expect(named(groups)).toEqual([
    ['two', 'c'],
    ['one', 'b'],
    ['rest', 'a'],
  ]);
  expect(groups[2]?.budget).toEqual({ memory: 1 });
});

test('a declared service that is not part of the stack is left out', () => {
  expect(named(groupPhases(stack({ a: {} }), [phase('one', ['a', 'gone'])], {}))).toEqual([['one', 'a']]);
});

test('a phase that needs a service of a later one is refused with the path', () => {
  const wanted = stack({ web: { needs: ['api'] }, api: { needs: ['db'] }, db: {} });
  expect(() => groupPhases(wanted, [phase('front', ['web', 'api']), phase('back', ['db'])], {})).toThrow(
    'phase front needs db of the later phase back: web → api → db',
  );
});

test('a dependency that is not required may lie in a later phase', () => {
  const wanted = stack({
    web: { needs: [{ service: 'db', condition: 'service_started', required: false }] },
    db: {},
  });
  expect(named(groupPhases(wanted, [phase('front', ['web']), phase('back', ['db'])], {}))).toHaveLength(2);
});

test.each([
  ['of three', { a: { needs: ['b'] }, b: { needs: ['c'] }, c: { needs: ['a'] } }, 'a → b → c → a'],
  ['on itself', { a: { needs: ['a'] } }, 'a → a'],
  ['behind another service', { x: { needs: ['b'] }, b: { needs: ['c'] }, c: { needs: ['b'] } }, 'b → c → b'],
])('a cycle %s is printed in the order in which it runs', (_name, words, path) => {
  expect(() => groupPhases(stack(words), [], {})).toThrow(`in a circle: ${path}`);
});
