import { bad, defineRule, good } from '../rule.ts';
import { isShipped, stageName } from '../shared/installs.ts';
import { packageCalls } from '../shared/packages.ts';
import { runCommands } from '../shared/run.ts';

export default defineRule({
  id: 'wget-and-curl',
  area: 'dockerfile',
  severity: 'info',
  aliases: ['hadolint:DL4001', 'trivy:DS-0014', 'kics:run_using_wget_and_curl'],
  title: 'An image installs or calls both wget and curl',
  why: 'The image needs two programs for one job: more to pull, more to patch.',
  fix: 'Use one of the two.',
  references: ['https://docs.docker.com/build/building/best-practices/#dont-install-unnecessary-packages'],
  preset: 'strict',
  on: 'stage',
  *check(stage, { dockerfile }) {
    if (!isShipped(dockerfile, stage)) return;
    const packages = stage.instructions
      .flatMap((instruction) => packageCalls(dockerfile, instruction))
      .filter(({ action }) => action === 'install')
      .flatMap((call) => call.packages);
    const called = stage.instructions.flatMap((instruction) => runCommands(dockerfile, instruction));
    const named = (name: string) =>
      packages.find(({ text }) => text.replace(/[=~<>].*$/, '') === name) ??
      called.find(({ program }) => program === name)?.words[0];
    const curl = named('curl');
    const wget = named('wget');
    if (curl === undefined || wget === undefined) return;
    const [first, second] = curl.span.start < wget.span.start ? [curl, wget] : [wget, curl];
    yield {
      at: second.span,
      message: `${second.text} is ${packages.includes(second) ? 'installed' : 'called'} beside ${first.text}`,
      object: `${stageName(stage)} wget and curl`,
      related: [
        {
          at: first.span,
          message: `${first.text} is ${packages.includes(first) ? 'installed' : 'called'} here`,
        },
      ],
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          RUN apk add --no-cache curl jq wget
        `,
      },
      'Dockerfile:2:32',
    ),
    bad(
      {
        Dockerfile: `
          FROM buildpack-deps:bookworm
          RUN wget -q https://example.com/a
          RUN curl -sfO https://example.com/b
        `,
        'small/Dockerfile': `
          FROM alpine:3.22
          RUN apk add --no-cache curl && wget -q https://example.com/a
        `,
      },
      ['Dockerfile:3:5', 'small/Dockerfile:2:32'],
    ),
    good({
      Dockerfile: `
        FROM alpine:3.22 AS build
        RUN apk add --no-cache wget
        FROM alpine:3.22
        RUN apk add --no-cache curl
      `,
    }),
  ],
});
