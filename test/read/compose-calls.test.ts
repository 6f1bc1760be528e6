// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the expressions are the input under test
import { describe, expect, it } from 'vitest';
import { composeCallsIn } from '../../src/read/project/compose-calls.ts';

const calls: readonly (readonly [string, string, string])[] = [
  ['a call', 'docker compose -f a.yml -f deploy/b.yaml up -d', 'a.yml deploy/b.yaml'],
  ['the old program', 'sudo docker-compose --file=a.yml --file "./b.yml" build', 'a.yml b.yml'],
  ['options between', 'docker compose -p shop -f a.yml --profile all -f b.yml pull', 'a.yml b.yml'],
  ['env files', 'docker compose --env-file .env.prod -f a.yml -f b.yml up', 'a.yml b.yml + .env.prod'],
  ['a swarm', 'docker stack deploy -c a.yml --compose-file b.yml shop', 'a.yml b.yml'],
  ['a command of several lines', 'docker compose \\\n  -f a.yml \\\n  -f b.yml \\\n  up', 'a.yml b.yml'],
  ['the same in a comment', '# docker compose -f a.yml \\\n#   -f b.yml up', 'a.yml b.yml'],
  [
    'a script of package.json',
    '{"scripts": {"up": "docker compose -f a.yml -f \\"b.yml\\""}}',
    'a.yml b.yml',
  ],
  ['words of a document', 'Start it with `docker compose -f a.yml -f b.yml`, then wait.', 'a.yml b.yml'],
  [
    'a folder that is known when it runs',
    'docker compose -f "$ROOT/a.yml" -f ${DIR}/b.yml up',
    'a.yml b.yml',
  ],
  ['variables', 'BASE=a.yml\nexport MORE="b.yml"\ndocker compose -f "$BASE" -f $MORE up', 'a.yml b.yml'],
  ['a default', 'FILE="${FILE:-a.yml}"\ndocker compose -f "$FILE" up', 'a.yml'],
  ['options in a variable', 'FILES="-f a.yml -f b.yml"\ndocker compose $FILES up', 'a.yml b.yml'],
  ['a variable of make', 'FILES := -f a.yml -f b.yml\nup:\n\tdocker compose $(FILES) up', 'a.yml b.yml'],
  ['a program in a variable', 'DC="docker compose -f a.yml -f b.yml"\n$DC up', 'a.yml b.yml'],
  [
    'COMPOSE_FILE of a pipeline',
    'env:\n  COMPOSE_FILE: a.yml:ci/b.yml:${{ matrix.dir }}c.yml',
    'a.yml ci/b.yml',
  ],
  ['COMPOSE_FILE of an env file', 'COMPOSE_FILE=a.yml:b.yml # all', 'a.yml b.yml'],
  ['what only the shell knows', 'docker compose -f a.yml -f $(find . -name x) -f *.yml up', 'a.yml'],
];

const none: readonly (readonly [string, string])[] = [
  ['the default files', 'docker compose up -d --wait'],
  ['options of the verb', 'docker compose logs -f api.yml'],
  ['a folder of its own', 'docker compose --project-directory deploy -f a.yml -f b.yml up'],
  ['values that lie elsewhere', 'docker compose --env-file ~/shop.env -f a.yml -f b.yml up'],
  ['one file in COMPOSE_FILE', 'COMPOSE_FILE=a.yml'],
  ['a remote file', 'docker compose -f https://example.com/a.yml up'],
  ['a variable of its own value', 'F="$F -f a.yml"\ndocker compose $F up'],
];

describe('calls of docker compose', () => {
  it.each(calls)('are found with %s', (_, text, expected) => {
    const found = composeCallsIn(text).map(({ files, envFiles }) =>
      [files.join(' '), ...envFiles.map((file) => `+ ${file}`)].join(' '),
    );
    expect(found).toEqual([expected]);
  });

  it.each(none)('are none with %s', (_, text) => {
    expect(composeCallsIn(text)).toEqual([]);
  });
});
