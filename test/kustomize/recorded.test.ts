// Our rendering of kustomizations is what the real program makes of them, object by object.
import { expect, test } from 'vitest';
import { cases } from './cases.ts';
import { objectsIn, objectsOf, renderWith } from './compare.ts';
import recorded from './recorded.json' with { type: 'json' };

const texts: Readonly<Record<string, string>> = recorded;

test.each(Object.keys(cases))('%s', (name) => {
  const { folder, files } = cases[name] ?? { folder: '', files: {} };
  const rendered = renderWith((file) => files[file], folder);
  if (rendered === undefined) throw new Error('there is no kustomization');
  const refusals = rendered.problems.filter(({ code }) => code !== 'kustomize-idle');
  if (texts[name] === 'refused') {
    expect(refusals.length).toBeGreaterThan(0);
    return;
  }
  expect(refusals).toEqual([]);
  expect(rendered.open).toBeUndefined();
  expect(objectsOf(rendered).map((one) => JSON.parse(one))).toEqual(
    objectsIn(texts[name] ?? '').map((one) => JSON.parse(one)),
  );
});

test('every recorded case is there', () => {
  expect(Object.keys(texts).toSorted()).toEqual(Object.keys(cases).toSorted());
});
