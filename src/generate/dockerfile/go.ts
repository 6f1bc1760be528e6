// Images of programs in Go: one file without libraries, on a small system.
import type { Program } from '../../model/program.ts';
import type { Stages } from './stages.ts';
import { goRuntime } from './versions-table.ts';

export function goStages({ manifests, build, start }: Program, base: string): Stages {
  const builder = [
    `FROM ${base} AS build`,
    'WORKDIR /src',
    '# Modules by themselves: this layer is made anew only when they change.',
    `COPY ${manifests.join(' ')} ./`,
    'RUN --mount=type=cache,target=/go/pkg/mod go mod download',
    'COPY . .',
    '# Without C libraries it runs on any Linux, and without paths of this build it is the same each time.',
    'RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \\',
    `    CGO_ENABLED=0 go build -trimpath -o /server ${build ?? '.'}`,
  ];
  const runtime = [
    '# Not empty: certificates and a program for the health check are here.',
    `FROM ${goRuntime}`,
    'WORKDIR /app',
    'COPY --from=build /server ./server',
  ];
  return { builder, runtime, user: '10001:10001', command: start };
}
