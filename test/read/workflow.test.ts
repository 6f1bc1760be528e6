import { describe, expect, test } from 'vitest';
import { lineStarts, positionAt } from '../../src/base/span.ts';
import { actionOf } from '../../src/read/workflow/action.ts';
import { imageBuildsOf } from '../../src/read/workflow/image-builds.ts';
import { workflowOf } from '../../src/read/workflow/workflow.ts';

const file = '.github/workflows/ci.yml';

const whole = `name: CI
on:
  push: {branches: [main, 'release/**']}
  schedule: [{cron: '5 4 * * *'}]
permissions: {contents: read}
env: {LEVEL: info}
jobs:
  test:
    runs-on: [self-hosted, linux]
    strategy:
      matrix:
        node: [20, 22]
        include: [{node: 24, extra: true}]
    steps:
      - uses: actions/checkout@v4
        with: {fetch-depth: 0}
      - id: unit
        if: github.ref == 'refs/heads/main'
        run: |
          npm ci
          npm test -- \${{ matrix.node }}
        env: {A: b}
  image:
    needs: test
    uses: ./.github/workflows/image.yml
    secrets: inherit
`;

describe('a workflow', () => {
  const workflow = workflowOf(file, whole);

  test('is read without problems', () => {
    expect(workflow.problems).toEqual([]);
  });

  test('has its triggers with their filters', () => {
    expect(workflow.triggers.map(({ event }) => event)).toEqual(['push', 'schedule']);
    const branches = workflow.triggers[0]?.filters.get('branches')?.values.map(({ value }) => value);
    expect(branches).toEqual(['main', 'release/**']);
    expect(workflow.triggers[1]?.schedules[0]?.cron.value).toBe('5 4 * * *');
  });

  test('has its jobs', () => {
    const job = workflow.jobs.get('test');
    expect(job?.runsOn.map(({ value }) => value)).toEqual(['self-hosted', 'linux']);
    expect(job?.matrix?.rows.get('node')?.values?.map(({ value }) => value)).toEqual(['20', '22']);
    expect(job?.steps.map(({ uses, run }) => uses?.value ?? run?.value)).toEqual([
      'actions/checkout@v4',
      `npm ci\nnpm test -- \${{ matrix.node }}\n`,
    ]);
    const image = workflow.jobs.get('image');
    expect(image?.needs.map(({ value }) => value)).toEqual(['test']);
    expect(image?.secretsInherit).toBeDefined();
  });

  test('has its expressions in their places', () => {
    const starts = lineStarts(whole);
    const places = workflow.expressions.map(({ span, text, path }) => {
      const { line, column } = positionAt(starts, span.start);
      return `${line}:${column} ${path.join('.')} ${text}`;
    });
    expect(places).toEqual([
      "18:13 jobs.test.steps.1.if github.ref == 'refs/heads/main'",
      '21:23 jobs.test.steps.1.run matrix.node',
    ]);
  });
});

/** `line:column code` of each problem. */
function problemsOf(text: string): readonly string[] {
  const starts = lineStarts(text);
  return workflowOf(file, text).problems.map(({ code, span }) => {
    const { line, column } = positionAt(starts, span.start);
    return `${line}:${column} ${code}`;
  });
}

describe('problems', () => {
  test('all of them are said in one pass', () => {
    const text = `nmae: x
on: push
jobs:
  a:
    runs-on: ubuntu-latest
    timeout-minutes: soon
    steps:
      - run: echo \${{ github.ref = 'x' }}
        continue-on-error: maybe
      - run:
      - nosuch: 1
  b: {}
permissions: all
`;
    expect(problemsOf(text)).toEqual([
      '1:1 unknown-key',
      '6:22 wrong-type',
      '8:34 expression-syntax',
      '9:28 wrong-type',
      '10:13 wrong-type',
      '11:9 unknown-key',
      '12:6 empty-mapping',
      '13:14 invalid-value',
      '11:9 missing-key',
    ]);
  });

  test.each([
    ['a file without jobs', 'on: push\n', ['1:1 missing-key']],
    ['jobs without any', 'on: push\njobs:\n', ['2:6 empty-mapping']],
    ['an empty file', '', ['1:1 empty-mapping']],
    ['a list', '- a\n', ['1:1 wrong-type']],
    ['nothing is said behind broken YAML', 'on: push\njobs: [\nnosuch: 1\n', expect.any(Array)],
  ])('%s', (_name, text, expected) => {
    expect(problemsOf(text)).toEqual(expected);
  });
});

test('an action has inputs, steps and expressions', () => {
  const text = `name: Setup
inputs: {version: {required: true, default: x}}
runs:
  using: composite
  steps:
    - run: echo \${{ inputs.version }}
      shell: bash
`;
  const action = actionOf('.github/actions/setup/action.yml', text);
  expect(action.problems).toEqual([]);
  expect(action.inputs).toMatchObject([{ name: 'version', required: true }]);
  expect(action.expressions.map(({ path }) => path.join('.'))).toEqual(['runs.steps.0.run']);
});

test('steps of a group stand behind it, and expressions know where they are', () => {
  const text = `on: push
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - parallel:
          - run: echo \${{ github.sha }}
          - {id: server, run: start, background: true}
      - wait: server
      - cancel: server
`;
  const workflow = workflowOf(file, text);
  expect(workflow.problems).toEqual([]);
  const steps = workflow.jobs.get('a')?.steps ?? [];
  expect(steps.map(({ index, path }) => [index, path.join('.')])).toEqual([
    [0, '0'],
    [1, '0.parallel.0'],
    [2, '0.parallel.1'],
    [3, '1'],
    [4, '2'],
  ]);
  expect(steps.map(({ awaited }) => awaited.map(({ value }) => value).join())).toEqual([
    '',
    '',
    '',
    'server',
    'server',
  ]);
  expect(workflow.expressions.map(({ path }) => path.join('.'))).toEqual(['jobs.a.steps.0.parallel.0.run']);
});

describe('image builds', () => {
  function buildsIn(...steps: readonly string[]) {
    const text = `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n${steps.map((step) => `      - ${step}\n`).join('')}`;
    return imageBuildsOf(workflowOf(file, text), () => undefined).map((build) => [
      build.context?.value,
      build.file?.value,
      build.tags.map(({ value }) => value).join(' '),
      build.pushes,
    ]);
  }

  test.each([
    ['by the action', 'uses: docker/build-push-action@v6', ['', 'Dockerfile', '', false]],
    [
      'by the action with all it takes',
      `uses: docker/build-push-action@v6\n        with: {context: api, file: ops/Dockerfile, push: true, tags: "a/b:1,a/b:\${{ github.sha }}"}`,
      ['api', 'ops/Dockerfile', `a/b:1 a/b:\${{ github.sha }}`, true],
    ],
    ['by a command', 'run: docker build -t shop/api:1 ./api', ['api', 'api/Dockerfile', 'shop/api:1', false]],
    [
      'by buildx',
      'run: docker buildx build --push --platform linux/amd64 --file=x/Dockerfile -t a:1 .',
      ['', 'x/Dockerfile', 'a:1', true],
    ],
    [
      'in a folder',
      'run: docker build .\n        working-directory: web',
      ['web', 'web/Dockerfile', '', false],
    ],
    ['with an unknown folder', 'run: cd "$X" && docker build .', [undefined, undefined, '', false]],
  ])('%s', (_name, step, expected) => {
    expect(buildsIn(step)).toEqual([expected]);
  });

  test('paths are not those of the repository when it is checked out elsewhere', () => {
    const checkout = 'uses: actions/checkout@v4\n        with: {path: src}';
    expect(buildsIn(checkout, 'run: docker build .')).toEqual([[undefined, undefined, '', false]]);
  });
});
