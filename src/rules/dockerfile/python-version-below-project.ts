import { bad, defineRule, good } from '../rule.ts';
import type { RunCommand } from '../shared/run.ts';
import { olderRuntime } from '../shared/runtime-version.ts';

export default defineRule({
  id: 'python-version-below-project',
  area: 'dockerfile',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'The base image brings an older Python than pyproject.toml asks for',
  why: 'pip and Poetry refuse to install the project, and there is no image.',
  fix: 'Take a base image of the version that the project asks for.',
  references: ['https://packaging.python.org/en/latest/specifications/pyproject-toml/#requires-python'],
  on: 'stage',
  check: (stage, context) =>
    olderRuntime(stage, context, { language: 'Python', image: 'python', file: 'pyproject.toml', uses }),
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build: .
        `,
        Dockerfile: `
          FROM python:3.10-slim
          WORKDIR /app
          COPY . .
          RUN pip install --no-cache-dir .
        `,
        'pyproject.toml': `
          [project]
          name = "api"
          requires-python = ">=3.11"
        `,
      },
      'Dockerfile:1:6',
      {
        Dockerfile: `
          FROM python:3.11-slim
          WORKDIR /app
          COPY . .
          RUN pip install --no-cache-dir .
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            build: .
      `,
      Dockerfile: `
        FROM python:3.12-slim
        WORKDIR /app
        COPY . .
        RUN pip install --no-cache-dir .
      `,
      'pyproject.toml': `
        [project]
        name = "api"
        requires-python = ">=3.11"
      `,
    }),
  ],
});

/** Programs that compare the versions; uv fetches another Python instead. */
function uses({ program, args }: RunCommand): boolean {
  const words = args.map(({ text }) => text);
  if (program === 'poetry' || program === 'pdm') return words.includes('install') || words.includes('sync');
  if (!/^pip[\d.]*$/.test(program) || !words.includes('install')) return false;
  return words.some((word) => /^\.(?:\[|$|\/$)/.test(word));
}
