// Kustomizations made to do harm: each ends soon, and says why nothing of it was understood.
import { expect, it } from 'vitest';
import { readKubernetes } from '../../../src/read/kubernetes/kubernetes.ts';

type Files = Readonly<Record<string, string>>;

function read(files: Files) {
  const before = process.cpuUsage();
  const found = readKubernetes({
    files: Object.keys(files),
    read: (file) => files[file],
    inChart: () => false,
  });
  // The work that was done, not the time by the clock: the machine may be busy. A hang takes far more.
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(8_000);
  return found;
}

const folders = (count: number, text: (index: number) => string): Files =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`k${index}/kustomization.yaml`, text(index)]),
  );

const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: []}\n';

it('layers that double what is below', () => {
  const twice = folders(60, (index) =>
    index === 59 ? 'resources: [pod.yaml]\n' : `resources: [../k${index + 1}, ../copy${index}]\n`,
  );
  const copies = Object.fromEntries(
    Array.from({ length: 59 }, (_, index) => [
      `copy${index}/kustomization.yaml`,
      `namePrefix: c-\nresources: [../k${index + 1}]\n`,
    ]),
  );
  const { sets } = read({ ...twice, ...copies, 'k59/pod.yaml': pod });
  expect(sets.some(({ open }) => open !== undefined)).toBe(true);
});

it('a chain of thousands', () => {
  const { sets } = read({
    ...folders(3000, (index) => `resources: [${index === 2999 ? 'pod.yaml' : `../k${index + 1}`}]\n`),
    'k2999/pod.yaml': pod,
  });
  expect(sets[0]?.open).toBeDefined();
});

it('a circle of hundreds', () => {
  const { sets, problems } = read(folders(300, (index) => `resources: [../k${(index + 1) % 300}]\n`));
  expect(sets.length).toBeGreaterThan(0);
  expect(problems.some(({ code }) => code === 'kustomize-refused')).toBe(true);
});

it.each([
  ['names that repeat', '(a+)+$'],
  ['names that alternate', '(a|a)*b'],
  ['a pattern without end', '(((((((('],
])('a target with %s', (_name, pattern) => {
  read({
    'kustomization.yaml': `resources: [pod.yaml]\npatches: [{target: {name: "${pattern}"}, patch: '[]'}]\n`,
    'pod.yaml': pod.replace('name: a', `name: ${'a'.repeat(5000)}`),
  });
});

it('patches that copy into themselves', () => {
  const operations = Array.from(
    { length: 40 },
    () => '{"op": "copy", "from": "/spec", "path": "/spec/again"}',
  );
  read({
    'kustomization.yaml': `resources: [pod.yaml]\npatches: [{target: {kind: Pod}, patch: '[${operations.join()}]'}]\n`,
    'pod.yaml': pod,
  });
});

it.each([
  'resources',
  'patches',
  'images',
  'replacements',
  'configMapGenerator',
  'components',
  'vars',
  'namespace',
  'labels',
])('odd shapes under %s', (key) => {
  for (const value of [
    '1',
    '"x"',
    '[1, [2], {a: {b: [c]}}]',
    '{a: b}',
    '[null]',
    '[{name: null, target: 3, patch: [1]}]',
  ]) {
    read({ 'kustomization.yaml': `${key}: ${value}\nresources: [pod.yaml]\n`, 'pod.yaml': pod });
  }
});
