import type { Dockerfile } from '../../model/dockerfile.ts';
import { bad, defineRule, good } from '../rule.ts';
import type { RunCommand } from '../shared/run.ts';
import { compare, lowestOf, packageUsed, versionIn } from '../shared/runtime-version.ts';

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
    const used = version && packageUsed(context.project, context, stage, { name: 'go.mod', uses });
    const lowest = used && lowestOf(used.runtime.value);
    if (version === undefined || used === undefined || lowest === undefined) return;
    if (compare(version, lowest) >= 0 || compare(version, [1, 21]) < 0 || fetches(context.dockerfile)) return;
    yield {
      at: stage.base.span,
      message: `the stage builds with Go ${version.join('.')}, and ${used.file.file} asks for ${used.runtime.value}`,
      object: 'Go version',
      related: [
        { at: used.runtime.span, message: 'the version is asked for here' },
        { at: used.command.span, message: `${used.command.program} fails here` },
      ],
    };
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

/** Images before 1.21 knew no toolchain line, and only fail where the code uses something new. */
function uses({ program, args }: RunCommand): boolean {
  return program === 'go' && /^(?:build|install|mod|test|run|vet|generate)$/.test(args[0]?.text ?? '');
}

function fetches({ instructions }: Dockerfile): boolean {
  return instructions.some(({ raw }) => raw.value.includes('GOTOOLCHAIN'));
}
