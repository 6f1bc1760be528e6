// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the expressions are the input under test
import { describe, expect, it } from 'vitest';
import { type ReadOptions, readProject } from '../../src/read/project.ts';
import { folderWith } from './folder.ts';

const deploy = (root: string, more: Partial<ReadOptions> = {}) =>
  readProject({ root, scope: 'deploy', processEnv: {}, ...more });

type Files = Readonly<Record<string, string>>;
const image = (...names: string[]) =>
  `services:\n${names.map((name) => `  ${name}:\n    image: x:1\n`).join('')}`;

describe('readProject for deploying', () => {
  const base = { 'compose.yaml': image('a') };
  const cases: readonly (readonly [string, Files, Partial<ReadOptions>, readonly string[]])[] = [
    [
      'the default files',
      { ...base, 'compose.override.yaml': image('a') },
      {},
      ['compose.yaml', 'compose.override.yaml'],
    ],
    [
      'the overlay of an environment instead of the override',
      { ...base, 'compose.override.yaml': image('a'), 'docker-compose.prod.yml': image('a') },
      { environment: 'prod' },
      ['compose.yaml', 'docker-compose.prod.yml'],
    ],
    [
      '-f',
      { ...base, 'x/b.yaml': image('b') },
      { composeFiles: ['x/b.yaml', 'compose.yaml'] },
      ['x/b.yaml', 'compose.yaml'],
    ],
    [
      'COMPOSE_FILE',
      { ...base, 'b.yaml': image('b') },
      { processEnv: { COMPOSE_FILE: 'b.yaml:compose.yaml' } },
      ['b.yaml', 'compose.yaml'],
    ],
    [
      'COMPOSE_FILE of .env',
      { ...base, 'b.yaml': image('b'), '.env': 'COMPOSE_FILE=b.yaml\n' },
      {},
      ['b.yaml'],
    ],
    [
      'the settings',
      { ...base, 'b.yaml': image('b'), 'seaworthy.yaml': 'compose: [b.yaml]\n' },
      {},
      ['b.yaml'],
    ],
    [
      'an environment of the settings',
      {
        ...base,
        'b.yaml': image('b'),
        'seaworthy.yaml': 'environments: { live: { compose: [compose.yaml, b.yaml] } }\n',
      },
      { environment: 'live' },
      ['compose.yaml', 'b.yaml'],
    ],
  ];
  it.each(cases)('takes %s', async (_, files, options, expected) => {
    const { stacks } = await deploy(folderWith(files), options);
    expect(stacks.map((stack) => stack.files)).toEqual([expected]);
  });

  it('looks in the folders above', async () => {
    const root = folderWith({ ...base, 'deep/er/': '' });
    const project = await deploy(`${root}/deep/er`);
    expect([project.root, project.stacks[0]?.files]).toEqual([root, ['compose.yaml']]);
  });

  it('takes the project folder along with files from elsewhere', async () => {
    const root = folderWith({ 'one/': '', 'other/compose.yaml': image('a'), 'other/.env': 'A=1\n' });
    const project = await deploy(`${root}/one`, { composeFiles: ['../other/compose.yaml'] });
    expect([project.root, project.stacks[0]?.files]).toEqual([`${root}/other`, ['compose.yaml']]);
  });

  it('names the stack by flag, variable, settings, file and folder, in this order', async () => {
    const files = {
      'app/compose.yaml': `name: from-file\n${image('a')}`,
      'app/seaworthy.yaml': 'stack: from-settings\n',
    };
    const root = `${folderWith(files)}/app`;
    const processEnv = { COMPOSE_PROJECT_NAME: 'from-variable' };
    const nameOf = async (options: Partial<ReadOptions>) => (await deploy(root, options)).stacks[0]?.name;
    expect(await nameOf({ projectName: 'from-flag', processEnv })).toBe('from-flag');
    expect(await nameOf({ processEnv })).toBe('from-variable');
    expect(await nameOf({})).toBe('from-settings');
    const bare = folderWith({ 'app/compose.yaml': image('a') });
    expect((await deploy(`${bare}/app`)).stacks[0]?.name).toBe('app');
  });

  it('takes values from the process, then env files; profiles too', async () => {
    const root = folderWith({
      'compose.yaml': 'services:\n  a:\n    image: x:${TAG}${MORE}\n    profiles: [p]\n',
      '.env': 'TAG=1\nMORE=m\nCOMPOSE_PROFILES=p\n',
      '.env.prod': 'TAG=2\n',
      'given.env': 'TAG=3\nMORE=g\n',
    });
    const of = async (options: Partial<ReadOptions>) => {
      const service = (await deploy(root, options)).stacks[0]?.services.get('a');
      return [service?.image?.value, service?.enabled];
    };
    expect(await of({})).toEqual(['x:1m', true]);
    expect(await of({ environment: 'prod' })).toEqual(['x:2m', true]);
    expect(await of({ processEnv: { TAG: '9', COMPOSE_PROFILES: 'q' } })).toEqual(['x:9m', false]);
    expect(await of({ envFiles: ['given.env'], profiles: [] })).toEqual(['x:3g', false]);
  });

  it('reads x-seaworthy where there is no seaworthy.yaml', async () => {
    const root = folderWith({ 'compose.yaml': `${image('a')}x-seaworthy: { engine: docker }\n` });
    expect((await deploy(root)).settings?.engine?.value).toBe('docker');
  });

  it('says what is missing', async () => {
    const root = folderWith(base);
    await expect(deploy(root, { composeFiles: ['none.yaml'] })).rejects.toMatchObject({ code: 'NO_PROJECT' });
    await expect(deploy(root, { environment: 'none' })).rejects.toMatchObject({ code: 'NO_PROJECT' });
    await expect(deploy(root, { envFiles: ['none.env'] })).rejects.toMatchObject({ code: 'NO_PROJECT' });
    expect((await deploy(folderWith({}))).stacks).toEqual([]);
  });
});
