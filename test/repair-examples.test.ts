// What holds for the files of people holds for every bad example of a rule with a fix, with all rules on.
import { describe, expect, test } from 'vitest';
import { rules } from '../src/rules/index.generated.ts';
import { ruleName } from '../src/rules/rule.ts';
import { folderWith } from './read/folder.ts';
import { held } from './review/held.ts';

const fixable = rules.filter(({ examples }) => examples.some(({ fixed }) => fixed !== undefined));

describe.each(fixable.map((rule) => [ruleName(rule), rule] as const))('%s', (_name, { examples }) => {
  const bad = examples.filter(({ kind }) => kind === 'bad');
  test.each(bad.map(({ files }, index) => [index + 1, files] as const))(
    'bad example %i is repaired without a needless byte',
    async (_index, files) => {
      expect((await held(folderWith(files))).flaws).toEqual([]);
    },
  );
});
