// In a tree of several projects only the folder that is at fault is looked at to find out whom to blame.
import { expect, onTestFinished, test } from 'vitest';
import type { Project } from '../../src/model/project.ts';
import { viewProject } from '../../src/read/project-view.ts';
import { repair } from '../../src/review/repair.ts';
import { replace, safe } from '../../src/rules/fix.ts';
import { folderWith } from '../read/folder.ts';
import { madeRule } from './made-rule.ts';

function* places(project: Project, word: string) {
  for (const { file, text } of project.texts.values()) {
    for (let start = text.indexOf(word); start !== -1; start = text.indexOf(word, start + 1))
      yield { file, start, end: start + word.length };
  }
}

/** Puts another word in the place of one. */
const swap = (id: string, word: string, other: string) =>
  madeRule(id, 'project', (project) =>
    [...places(project, word)].map((at) => ({
      at,
      message: `${word} stands here`,
      fix: safe(`Write ${other}`, replace(at, other)),
    })),
  );

const worse = madeRule('worse', 'project', (project) =>
  [...places(project, 'bad')].map((at) => ({ at, message: 'bad stands here' })),
);

async function repaired(files: Readonly<Record<string, string>>) {
  const view = viewProject({ root: folderWith(files), scope: 'review', processEnv: {} });
  onTestFinished(view.close);
  const looks: string[] = [];
  const read: typeof view.read = (changed, folders) => {
    looks.push(folders?.join(' ') ?? 'all');
    return view.read(changed, folders);
  };
  const catalogue = [
    swap('one', 'one', 'uno'),
    swap('two', 'two', 'bad'),
    swap('three', 'three', 'tre'),
    worse,
  ];
  const done = await repair({ ...view, read }, { includeReview: true, review: { catalogue } });
  const texts = Object.fromEntries([...done.changed].map(([file, { after }]) => [file, after]));
  return { texts, looks, leftOut: done.leftOut.map(({ finding }) => `${finding.rule} ${finding.at.file}`) };
}

test('each folder is looked at by itself, and what comes out is judged on the whole', async () => {
  const many = (word: string) => Array.from({ length: 40 }, (_, at) => `N${at}=${word}\n`).join('');
  const { texts, looks, leftOut } = await repaired({
    'a/.env': `${many('one')}B=two\nC=three\n`,
    'b/.env': 'A=one\nC=three\n',
    'c/.env': 'A=two\nB=one\nC=one\n',
  });
  expect(texts).toEqual({
    'a/.env': `${many('uno')}B=two\nC=tre\n`,
    'b/.env': 'A=uno\nC=tre\n',
    'c/.env': 'A=two\nB=uno\nC=uno\n',
  });
  expect(leftOut.sort()).toEqual(['compose/two a/.env', 'compose/two c/.env']);
  expect(new Set(looks)).toEqual(new Set(['all', 'a', 'c']));
  // However many there are to be told apart.
  expect(looks.filter((one) => one === 'all').length).toBeLessThanOrEqual(5);
  expect(looks.filter((one) => one === 'a').length).toBeGreaterThan(5);
});

test('where a suspect writes beside the folders all is looked at', async () => {
  const { looks, leftOut } = await repaired({ '.env': 'A=one\nB=two\n', 'a/.env': 'A=one\n' });
  expect(new Set(looks)).toEqual(new Set(['all']));
  expect(leftOut).toEqual(['compose/two .env']);
});
