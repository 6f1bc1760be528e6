import type { Dockerfile } from '../../model/dockerfile.ts';
import { bad, defineRule, good } from '../rule.ts';
import type { RunCommand } from '../shared/run.ts';
import { compare, olderRuntime, versionIn } from '../shared/runtime-version.ts';

export default defineRule({
  id: 'go-version-below-module',
  area: 'dockerfile',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'The base image brings an older Go than go.mod asks for',
  why: 'The official images do not fetch another Go: the build stops with "go.mod requires go >= …", and there is no image.',
  fix: 'Take a base image of the version in go.mod.',
  references: ['https://go.dev/doc/toolchain'],
  on: 'stage',
  *check(stage, context) {
    const version = versionIn(stage, 'golang');
    // Older images knew no toolchain line, and only fail where the code uses something new.
    if (version === undefined || compare(version, [1, 21]) < 0 || fetches(context.dockerfile)) return;
    yield* olderRuntime(stage, context, { language: 'Go', image: 'golang', file: 'go.mod', uses });
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build: .
        `,
        Dockerfile: `
          FROM golang:1.22-alpine AS build
          WORKDIR /app
          COPY . .
          RUN go build -o /bin/api .
        `,
        'go.mod': `
          module example.com/api
          
          go 1.25.0
        `,
      },
      'Dockerfile:1:6',
      {
        Dockerfile: `
          FROM golang:1.25-alpine AS build
          WORKDIR /app
          COPY . .
          RUN go build -o /bin/api .
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
        FROM golang:1.25.1-alpine AS build
        WORKDIR /app
        COPY . .
        RUN go build -o /bin/api .
      `,
      'go.mod': `
        module example.com/api
        
        go 1.25.0
      `,
    }),
  ],
});

function uses({ program, args }: RunCommand): boolean {
  return program === 'go' && /^(?:build|install|mod|test|run|vet|generate)$/.test(args[0]?.text ?? '');
}

function fetches({ instructions }: Dockerfile): boolean {
  return instructions.some(({ raw }) => raw.value.includes('GOTOOLCHAIN'));
}
