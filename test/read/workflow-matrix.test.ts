// Images that one step builds for each combination of a matrix, and what `env` says of their names.
import { describe, expect, test } from 'vitest';
import { imageBuildsOf } from '../../src/read/workflow/image-builds.ts';
import { workflowOf } from '../../src/read/workflow/workflow.ts';

const file = '.github/workflows/ci.yml';
const expression = (text: string) => `\${{ ${text} }}`;

function textWith(strategy: string, step: string, more = ''): string {
  return `on: push
env: {REGISTRY: ghcr.io, OWNER: "${expression('github.repository_owner')}"}
jobs:
  a:
    runs-on: ubuntu-latest
    strategy: ${strategy}
    steps:
      ${more}- ${step}
`;
}

function buildsIn(text: string): readonly string[] {
  return imageBuildsOf(workflowOf(file, text), () => undefined).map(({ file: dockerfile, tags }) =>
    [dockerfile?.value ?? '?', ...tags.map(({ value }) => value)].join(' '),
  );
}

const action = (context: string, tags: string) =>
  `uses: docker/build-push-action@v6\n        with: {context: "${context}", tags: "${tags}"}`;

describe('a step that builds', () => {
  const service = expression('matrix.service');
  test.each<[string, string, string, readonly string[]]>([
    [
      'is one for each value of a row',
      '{matrix: {service: [api, web]}}',
      action(`services/${service}`, `shop/${service}:1`),
      ['services/api/Dockerfile shop/api:1', 'services/web/Dockerfile shop/web:1'],
    ],
    [
      'is the same for each value of a row that it does not name',
      '{matrix: {service: [api], os: [linux, windows]}}',
      action(`./${service}`, 'a:1'),
      ['api/Dockerfile a:1'],
    ],
    [
      'has the fields of a value',
      '{matrix: {service: [{name: api, build: {context: apps/api}}]}}',
      action(expression('matrix.service.build.context'), `shop/${expression('matrix.service.name')}`),
      ['apps/api/Dockerfile shop/api'],
    ],
    [
      'is left out by exclude',
      '{matrix: {service: [api, web], os: [x], exclude: [{service: web, os: x}]}}',
      action(service, 'a:1'),
      ['api/Dockerfile a:1'],
    ],
    [
      'has what include adds to its combination, and what include adds as one of its own',
      '{matrix: {service: [api], include: [{service: api, path: apps/api}, {service: web, path: apps/web}]}}',
      action(expression('matrix.path'), `shop/${service}`),
      ['apps/api/Dockerfile shop/api', 'apps/web/Dockerfile shop/web'],
    ],
    [
      'is a command',
      '{matrix: {include: [{service: api}]}}',
      `run: docker build -t shop/${service}:1 -f ops/${service}.Dockerfile .`,
      ['ops/api.Dockerfile shop/api:1'],
    ],
    [
      'stays as it is written where an expression makes the matrix',
      `{matrix: {service: ["${expression('inputs.service')}"]}}`,
      action(service, `shop/${service}`),
      [`? shop/${service}`],
    ],
    [
      'stays as it is written where only some combinations have it',
      '{matrix: {service: [api, web]}}',
      `if: matrix.service == 'api'\n        ${action(service, `shop/${service}`)}`,
      [`? shop/${service}`],
    ],
    [
      'has the names that env gives',
      '{matrix: {service: [api]}}',
      action('.', `${expression('env.REGISTRY')}/${expression('env.OWNER')}/${service}:1`),
      [`Dockerfile ghcr.io/${expression('github.repository_owner')}/api:1`],
    ],
  ])('%s', (_name, strategy, step, expected) => {
    expect(buildsIn(textWith(strategy, step))).toEqual(expected);
  });

  test('does not know what an earlier step writes to the environment', () => {
    const step = action('.', `${expression('env.REGISTRY')}/api`);
    const more = 'run: echo "REGISTRY=x" >> $GITHUB_ENV\n      ';
    expect(buildsIn(textWith('{}', step, `- ${more}`))).toEqual([
      `Dockerfile ${expression('env.REGISTRY')}/api`,
    ]);
  });

  test('stays as it is written where the matrix is larger than any that runs', () => {
    const numbers = Array.from({ length: 200 }, (_, at) => at).join();
    const includes = Array.from({ length: 5000 }, (_, at) => `{service: s${at}}`).join();
    const many = `{matrix: {a: [${numbers}], b: [${numbers}], include: [${includes}]}}`;
    const step = action(service, `shop/${service}`);
    expect(new Set(buildsIn(textWith(many, step, `- ${step}\n      `.repeat(300))))).toEqual(
      new Set([`? shop/${service}`]),
    );
  });

  test('tells where the text stands that was filled in', () => {
    const text = textWith('{matrix: {service: [api]}}', action('.', `first:1,shop/${service}:1,last:1`));
    const [build] = imageBuildsOf(workflowOf(file, text), () => undefined);
    const shown = build?.tags.map(({ span }) => text.slice(span.start, span.end));
    expect(shown).toEqual(['first:1', `shop/${service}:1`, 'last:1']);
  });
});
