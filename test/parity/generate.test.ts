// What `npm run parity` generates is made by the seed alone, and can be read as YAML.
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { generatedCases } from './generate/project.ts';

test('the same seed gives the same projects, another seed others', () => {
  expect(generatedCases(3, 20)).toEqual(generatedCases(3, 20));
  const texts = (seed: number) => generatedCases(seed, 20).map(({ files }) => files['file0.yaml']);
  expect(texts(3)).not.toEqual(texts(4));
});

test('every file is YAML with three services', () => {
  for (const { files } of generatedCases(5, 50)) {
    const { services } = parse(files['file0.yaml'] ?? '');
    expect(Object.keys(services).sort()).toEqual(['db', 'job', 'web']);
  }
});
