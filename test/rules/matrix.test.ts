import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { coverageOf, readMatrix } from '../../scripts/matrix.ts';

const head = ['area', 'check', 'severity', 'hadolint', 'trivy', 'zizmor/actionlint', 'cross', 'other'];
const table = (...rows: readonly (readonly string[])[]) =>
  [head, ...rows].map((cells) => cells.join('\t')).join('\n');

test('ids are read with their tool', () => {
  const rows = readMatrix(
    table(
      ['a', 'one', 'low', 'DL1,DL2', 'secret:x, y-*', 'zizmor:z actionlint:u (note)', 'yes', ''],
      ['a', 'two', 'low', '(DL3)', '', '', '', 'kics:old(retired) dd-iac:p,q'],
    ),
  );
  expect(rows.map(({ ids }) => ids)).toEqual([
    ['hadolint:dl1', 'hadolint:dl2', 'trivy:secret:x', 'trivy:secret:y-*', 'zizmor:z', 'actionlint:u'],
    ['hadolint:dl3', 'dd-iac:p', 'dd-iac:q'],
  ]);
});

test('a row is covered when all of its ids are known, partly when some are', () => {
  const rows = readMatrix(
    table(
      ['a', 'all', 'low', 'DL1', 'DS-1', '', '', ''],
      ['a', 'some', 'low', 'DL1,DL2', '', '', '', ''],
      ['a', 'none', 'low', 'DL3', '', '', '', ''],
      ['a', 'any', 'low', 'SC*', '', '', '', ''],
      ['a', 'without ids', 'low', '', '', '', 'yes', ''],
    ),
  );
  const found = coverageOf(rows, ['hadolint:DL1', 'trivy:DS-1', 'hadolint:SC2164']);
  expect(found.map(({ state, missing }) => [state, missing])).toEqual([
    ['covered', []],
    ['partly', ['hadolint:dl2']],
    ['missing', ['hadolint:dl3']],
    ['covered', []],
    ['missing', []],
  ]);
});

test('every check that is left out has a reason', () => {
  const lines = readFileSync('test/rules/left-out.tsv', 'utf8').trimEnd().split('\n').slice(1);
  const cells = lines.map((line) => line.split('\t'));
  expect(cells.filter((line) => line.length !== 3 || line.some((cell) => cell.trim() === ''))).toEqual([]);
});
