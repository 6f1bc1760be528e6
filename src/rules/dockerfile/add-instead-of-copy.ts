import { replace, safe } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'add-instead-of-copy',
  area: 'dockerfile',
  severity: 'low',
  aliases: [
    'hadolint:DL3020',
    'trivy:DS-0005',
    'checkov:CKV_DOCKER_4',
    'kics:add_instead_of_copy',
    'docker-bench:4.9',
  ],
  title: 'ADD is used where COPY does the same',
  why: 'ADD unpacks archives and fetches URLs unasked, so a renamed file can change what lands in the image.',
  fix: 'Write COPY.',
  references: ['https://docs.docker.com/build/building/best-practices/#add-or-copy'],
  preset: 'strict',
  on: 'instruction',
  only: ['ADD'],
  *check(given) {
    const instruction = given.trigger ?? given;
    if (instruction.keyword !== 'ADD' || !instruction.flags.every(isOfCopy)) return;
    const sources = instruction.args.slice(0, -1).map((source) => source.value);
    // A glob or a variable may name an archive.
    if (sources.length === 0 || !sources.every(isPlainFile)) return;
    yield {
      at: instruction.keywordSpan,
      message: `ADD takes ${sources.join(', ')}, which needs neither unpacking nor fetching`,
      object: `add ${sources.join(' ')}`,
      fix: safe('Write COPY', replace(instruction.keywordSpan, 'COPY')),
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          ADD --chown=1000 entrypoint.sh /entrypoint.sh
        `,
      },
      'Dockerfile:2:1',
      {
        Dockerfile: `
          FROM alpine:3.22
          COPY --chown=1000 entrypoint.sh /entrypoint.sh
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          FROM eclipse-temurin:21-jre
          ADD target/*-SNAPSHOT.jar /app.jar
        `,
      },
      'Dockerfile:2:1',
      {
        Dockerfile: `
          FROM eclipse-temurin:21-jre
          COPY target/*-SNAPSHOT.jar /app.jar
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          ADD --link --chmod=755 run.sh /
        `,
      },
      'Dockerfile:2:1',
      {
        Dockerfile: `
          FROM alpine:3.22
          COPY --link --chmod=755 run.sh /
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine
          ONBUILD ADD . /app
        `,
      },
      'Dockerfile:2:9',
      {
        Dockerfile: `
          FROM node:22.11-alpine
          ONBUILD COPY . /app
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM alpine:3.22
        ADD rootfs.tar.gz /
        ADD https://example.com/tool /usr/bin/tool
        COPY entrypoint.sh /entrypoint.sh
        ADD release-* backup*.gz /
      `,
    }),
  ],
});

function isPlainFile(path: string): boolean {
  if (/[$]|:\/\/|^git@|^<</.test(path)) return false;
  // What a pattern finds may be an archive, unless it ends with another ending.
  if (/[*?[]/.test(path)) return /\.(?:jar|war|sh|js|json|ya?ml|py|conf|txt|rpm|deb|xml)$/.test(path);
  return !/\.(?:tar|tgz|tbz2?|txz|gz|bz2|xz|zst)$/i.test(path);
}

function isOfCopy({ name }: { readonly name: string }): boolean {
  return /^(?:chown|chmod|link|exclude)$/.test(name);
}
