// Jobs of GitLab as they run: what they extend and include, their variables, the folder of each command.
import { describe, expect, test } from 'vitest';
import type { GitlabPipeline } from '../../src/model/ci.ts';
import { readProject } from '../../src/read/project.ts';
import { gitlabOf } from '../../src/read/workflow/gitlab.ts';
import { gitlabRunsOf } from '../../src/read/workflow/gitlab-runs.ts';
import { folderWith } from './folder.ts';

type Files = Readonly<Record<string, string>>;

function runsIn(files: Files) {
  const pipelines = new Map<string, GitlabPipeline>(
    Object.entries(files).map(([file, text]) => [file, gitlabOf(file, text)]),
  );
  return gitlabRunsOf([...pipelines.values()], (file) => [pipelines.get(file) ?? []].flat());
}

function shown(files: Files): readonly string[] {
  return runsIn(files).flatMap(({ job, commands }) =>
    commands.map(
      ({ words, folder }) => `${job.name.value} ${folder}: ${words.map(({ text }) => text).join(' ')}`,
    ),
  );
}

describe('a job of GitLab', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'has its variables before those of the pipeline',
      'variables: {A: one, B: $A/x}\njob:\n  variables: {A: two}\n  script: [run $B $CI_COMMIT_SHA]\n',
      ['job : run two/x $CI_COMMIT_SHA'],
    ],
    [
      'takes the sections that it lacks from its base, the last one first',
      '.a: {before_script: [a], script: [a]}\n.b: {script: [b]}\njob:\n  extends: [.a, .b]\n',
      ['job : a', 'job : b'],
    ],
    [
      'takes before_script from the pipeline',
      'default: {before_script: [login]}\njob: {script: [run]}\nother: {before_script: [], script: [run]}\n',
      ['job : login', 'job : run', 'other : run'],
    ],
    [
      'goes on in the folder of its last command, and begins anew after it',
      'job:\n  before_script: [cd api]\n  script: ["(cd sub && make)", run]\n  after_script: [end]\n',
      ['job : cd api', 'job api: cd sub', 'job api/sub: make', 'job api: run', 'job : end'],
    ],
    [
      'is nowhere in a folder that only the run knows',
      'job: {script: [cd $X, run]}\n',
      ['job : cd $X', 'job undefined: run'],
    ],
    [
      'knows no value that is set only sometimes',
      'variables: {TAG: latest}\njob:\n  script:\n    - if [ -n "$CI_COMMIT_TAG" ]; then TAG=$CI_COMMIT_TAG; fi\n    - push $TAG\n',
      ['job : [ -n $CI_COMMIT_TAG ]', 'job : ', 'job : push $TAG'],
    ],
    [
      'knows no value of a rule',
      'variables: {A: x, B: y}\njob:\n  rules: [{if: $C, variables: {B: z}}]\n  script: [run $A $B]\n',
      ['job : run x $B'],
    ],
    [
      'runs once for each combination of its matrix, and what is the same in all of them counts once',
      'variables: {A: x, B: y}\njob:\n  parallel: {matrix: [{A: [1, 2], B: [z]}, {A: 3}]}\n  script: [login, run $A $B]\n',
      ['job : login', 'job : run 1 z', 'job : run 2 z', 'job : run 3 y'],
    ],
    [
      'is read once where its script is too long to be read for each combination',
      `job:\n  parallel: {matrix: [{A: [1, 2, 3]}]}\n  script: ["run $A ${'x'.repeat(500_000)}", "go $A"]\n`,
      [`job : run $A ${'x'.repeat(500_000)}`, 'job : go $A'],
    ],
    [
      'has the matrix of its base',
      '.base: {parallel: {matrix: [{A: [1, 2]}]}}\njob:\n  extends: .base\n  script: [run $A]\n',
      ['job : run 1', 'job : run 2'],
    ],
    [
      'knows no value of a matrix that is larger than GitLab takes',
      `variables: {A: x}\njob:\n  parallel: {matrix: [{A: [${'a, '.repeat(20)}a], B: [${'b, '.repeat(20)}b]}]}\n  script: [run $A]\n`,
      ['job : run $A'],
    ],
    ['is none with a dot in front', '.job: {script: [run]}\n', []],
  ])('%s', (_name, text, expected) => {
    expect(shown({ '.gitlab-ci.yml': text })).toEqual(expected);
  });

  test('of an included file has what includes it around it', () => {
    const files = {
      '.gitlab-ci.yml': 'include: /ci/jobs.yml\nvariables: {NAME: api}\n',
      'ci/jobs.yml': 'job: {script: [build $NAME]}\n',
    };
    expect(shown(files)).toEqual(['job : build api']);
  });

  test('of a file that nothing includes is for other repositories', () => {
    expect(shown({ 'templates/build.gitlab-ci.yml': 'job: {script: [build]}\n' })).toEqual([]);
  });

  test('of a folder counts from there', () => {
    const files = { 'shop/.gitlab-ci.yml': 'job: {script: [cd $CI_PROJECT_DIR/api, run]}\n' };
    expect(shown(files)).toEqual(['job shop: cd $CI_PROJECT_DIR/shop/api', 'job shop/api: run']);
  });
});

test.each<[string, readonly string[]]>([
  ['ci/*.yml', ['one']],
  ['/ci/**.yml', ['one', 'two']],
  ['ci/**/*.yml', ['two']],
  ['*/one.yml', ['one']],
  ['other/*.yml', []],
])('%s includes the jobs of all that fit', async (pattern, expected) => {
  const root = folderWith({
    '.gitlab-ci.yml': `include: ["${pattern}"]\n`,
    'ci/one.yml': 'one: {script: [a]}\n',
    'ci/more/two.yml': 'two: {script: [a]}\n',
    'ci/three.yaml': 'three: {script: [a]}\n',
  });
  const { ci } = await readProject({ root, scope: 'review', processEnv: {} });
  expect(ci.gitlabRuns.map(({ job }) => job.name.value).sort()).toEqual(expected);
});

test.each<[string, string]>([
  [
    'bases',
    Array.from({ length: 60 }, (_, at) => `.j${at}: {extends: [.j${at + 1}, .j${at + 2}], script: [a]}`).join(
      '\n',
    ),
  ],
  [
    'references',
    Array.from(
      { length: 12 },
      (_, at) => `.r${at}:\n  script:\n${`    - !reference [.r${at + 1}, script]\n`.repeat(20)}    - run`,
    ).join('\n'),
  ],
  [
    'variables',
    `variables:\n${Array.from({ length: 60 }, (_, at) => `  V${at}: $V${at + 1}$V${at + 1}`).join('\n')}`,
  ],
])('%s that stand for millions are read in no time', (_name, text) => {
  const job = 'job:\n  extends: .j0\n  script: [!reference [.r0, script], "run $V0"]\n';
  const before = performance.now();
  expect(runsIn({ '.gitlab-ci.yml': `${text}\n${job}` })).toHaveLength(1);
  expect(performance.now() - before).toBeLessThan(2_000);
});
