import { expect, test } from 'vitest';
import { buildkitNeeds } from '../../../../src/engines/docker/images/buildkit-needs.ts';

const nothing = { options: {}, args: {} };

test.each([
  ['a plain one', 'FROM node:20\nRUN npm ci\nCOPY --chown=node . /app\n', []],
  ['a mount', 'FROM node:20\nRUN --mount=type=cache,target=/root npm ci\n', ['RUN --mount (line 2)']],
  ['a heredoc', 'FROM node:20\nRUN <<EOF\nnpm ci\nEOF\n', ['RUN << (line 2)']],
  ['a heredoc that is a file', 'FROM node:20\nCOPY <<EOF /a\nx\nEOF\n', ['COPY << (line 2)']],
  ['a link', 'FROM node:20\nCOPY --link a /a\n', ['COPY --link (line 2)']],
  [
    'an argument that BuildKit fills in',
    'FROM node:20\nARG TARGETARCH\nRUN echo $TARGETARCH\n',
    ['ARG TARGETARCH (line 2)'],
  ],
])('%s', (_name, dockerfile, expected) => {
  expect(buildkitNeeds(nothing, dockerfile)).toEqual(expected);
});

test('keys of the compose file count, empty ones and given arguments do not', () => {
  const dockerfile = 'FROM node:20\nARG TARGETARCH\n';
  const options = { secrets: ['id=a,src=b'], ssh: [], cache_from: ['type=gha'], no_cache: true };
  expect(buildkitNeeds({ options, args: { TARGETARCH: 'amd64' } }, dockerfile)).toEqual([
    'build.secrets',
    'build.cache_from with a type',
  ]);
});
