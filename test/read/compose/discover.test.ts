import { describe, expect, test } from 'vitest';
import { looksLikeCompose } from '../../../src/read/compose/discover.ts';
import {
  composeFileOrder,
  defaultComposeFiles,
  isComposeFileName,
  overlayEnvironment,
} from '../../../src/read/compose/file-names.ts';
import { readYaml } from '../../../src/syntax/yaml.ts';

describe('file names', () => {
  test('base files come first, in the order of docker compose', () => {
    expect(composeFileOrder).toEqual([
      'compose.yaml',
      'compose.yml',
      'docker-compose.yml',
      'docker-compose.yaml',
      'compose.override.yml',
      'compose.override.yaml',
      'docker-compose.override.yml',
      'docker-compose.override.yaml',
    ]);
  });

  test.each<[string, boolean, string | undefined]>([
    ['compose.yaml', true, undefined],
    ['a/b/docker-compose.yml', true, undefined],
    ['compose.override.yaml', true, undefined],
    ['compose.production.yaml', true, 'production'],
    ['docker-compose.prod.yml', true, 'prod'],
    ['docker-compose-dev.yml', true, 'dev'],
    ['dev.compose.yml', true, undefined],
    ['composer.yaml', false, undefined],
    ['compose.json', false, undefined],
  ])('%s', (file, isCompose, environment) => {
    expect([isComposeFileName(file), overlayEnvironment(file)]).toEqual([isCompose, environment]);
  });

  test('the preferred base and an override are taken without being asked for', () => {
    expect(
      defaultComposeFiles(new Set(['docker-compose.yml', 'compose.yml', 'compose.override.yml'])),
    ).toEqual(['compose.yml', 'compose.override.yml']);
    expect(defaultComposeFiles(new Set(['compose.override.yml']))).toEqual([]);
  });
});

describe('contents', () => {
  test.each<[string, string, boolean]>([
    ['services', 'services: {a: {image: x}}', true],
    ['an unknown key beside', 'services: {a: {image: x}}\nfoo: 1', true],
    ['includes alone', 'include: [a.yaml]', true],
    ['volumes alone', 'volumes: {a: }', true],
    ['an Appfile', 'name: shop\nservices: {a: {type: webservice, image: x, port: 8080}}', false],
    ['a Kubernetes manifest', 'apiVersion: v1\nkind: Service', false],
    ['a workflow', 'on: push\njobs: {a: {services: {db: {image: x}}}}', false],
    ['Symfony services', 'services: {_defaults: {autowire: true}}', false],
    ['GitLab', 'include: [a.yml]\nstages: [x]', false],
    ['a list', '[a]', false],
    ['nothing', '', false],
  ])('%s', (_name, text, expected) => {
    expect(looksLikeCompose(readYaml('x', text).documents[0]?.root)).toBe(expected);
  });
});
