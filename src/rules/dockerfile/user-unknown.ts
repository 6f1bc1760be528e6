import type { Span } from '../../base/span.ts';
import { nearest } from '../../base/text.ts';
import type { Dockerfile, DockerInstruction } from '../../model/dockerfile.ts';
import { offer, replace, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { stageName } from '../shared/installs.ts';
import { isKnownUser, isUsualImageUser, knownUsers } from '../shared/known-users.ts';
import { runCommands } from '../shared/run.ts';

export default defineRule({
  id: 'user-unknown',
  area: 'dockerfile',
  severity: 'critical',
  confidence: 'certain',
  aliases: [],
  title: 'The image is given to a user that nobody makes',
  why: 'A name must stand in /etc/passwd of the image: the build stops at such a chown, and no container starts under such a USER.',
  fix: 'Name the user that the Dockerfile makes, or make it first.',
  references: ['https://docs.docker.com/reference/dockerfile/#user'],
  on: 'stage',
  *check(stage, { dockerfile }) {
    const places = stage.instructions.flatMap((instruction) => [...namedIn(dockerfile, instruction)]);
    const spoken = new Set<string>();
    for (const { name, at, isWord, how } of places) {
      if (spoken.has(name)) continue;
      spoken.add(name);
      const users = knownUsers(dockerfile, stage);
      if (isKnownUser(users, name)) continue;
      const guess = nearest(name, users.made, 2);
      if (!users.closed && (guess === undefined || isUsualImageUser(name))) continue;
      const others = places.filter((place) => place.name === name && place.at !== at);
      yield {
        at,
        message: `${how} names the user ${name}, which ${users.closed ? 'neither the Dockerfile nor its base makes' : 'the Dockerfile does not make'}${guess === undefined ? '' : ` (it makes ${guess})`}`,
        object: `${stageName(stage)} user ${name}`,
        confidence: users.closed ? 'certain' : 'likely',
        related: others.map((place) => ({ at: place.at, message: `${name} is named here as well` })),
        ...offer(
          guess !== undefined && isWord && others.length === 0
            ? review(`Write ${guess}`, replace({ ...at, end: at.start + name.length }, guess))
            : undefined,
        ),
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine
          RUN addgroup -S web && adduser -S -G web webuser
          WORKDIR /app
          COPY server.js ./
          USER webusr
          CMD ["node", "server.js"]
        `,
      },
      'Dockerfile:5:6',
      {
        Dockerfile: `
          FROM node:22.11-alpine
          RUN addgroup -S web && adduser -S -G web webuser
          WORKDIR /app
          COPY server.js ./
          USER webuser
          CMD ["node", "server.js"]
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          FROM python:3.12-slim
          WORKDIR /app
          RUN pip install --no-cache-dir flask==3.0.3
          COPY --chown=app:app app.py ./
          USER app
          CMD ["python", "app.py"]
        `,
      },
      'Dockerfile:4:6',
    ),
    bad(
      {
        Dockerfile: `
          FROM registry.example.com/base:1.4
          RUN useradd --create-home runner && mkdir /data && chown -R runer /data
          USER runner
        `,
      },
      'Dockerfile:2:61',
      {
        Dockerfile: `
          FROM registry.example.com/base:1.4
          RUN useradd --create-home runner && mkdir /data && chown -R runner /data
          USER runner
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM golang:1.23 AS build
        RUN echo "app:x:1000:1000::/:" > /etc/passwd.min && echo "svc:x:1001:1001::/:" >> /etc/passwd
        FROM scratch
        COPY --from=build /etc/passwd /etc/passwd
        USER svc
      `,
    }),
    good({
      Dockerfile: `
        FROM golang:1.23-alpine AS build
        RUN echo "svc:x:1000:1000:svc:/:/sbin/nologin" > /tmp/users-passwd
        FROM gcr.io/distroless/base:debug
        COPY --from=build /tmp/users-passwd /etc/passwd
        USER svc:svc
      `,
    }),
    good({
      Dockerfile: `
        ARG NAME=runner
        FROM debian:12-slim AS base
        ARG NAME
        RUN <<EOF
        useradd --system \\
          "\${NAME}"
        EOF
        FROM base
        USER runner
        FROM node:22.11-alpine
        USER node:node
        FROM alpine:3.20
        RUN apk add --no-cache postgresql16
        USER postgres
        FROM debian:12-slim
        COPY setup.sh /
        RUN /setup.sh
        USER somebody
        FROM registry.example.com/base:1.4
        USER deploy
        FROM python:3.12-slim
        USER 1000:1000
      `,
    }),
  ],
});

interface Place {
  readonly name: string;
  readonly at: Span;
  /** The text at the place begins with the name as it is. */
  readonly isWord: boolean;
  readonly how: string;
}

/** Users by name in USER, `--chown` and `chown`; numbers need no entry. */
function* namedIn(dockerfile: Dockerfile, instruction: DockerInstruction): Iterable<Place> {
  if (instruction.keyword === 'USER') {
    const [word] = instruction.args;
    if (word !== undefined) yield* place(word.value, word.span, true, 'USER');
  }
  if (instruction.keyword === 'COPY' || instruction.keyword === 'ADD')
    for (const { name, value, span } of instruction.flags)
      if (name === 'chown' && value !== undefined)
        yield* place(value, span, false, `${instruction.keyword} --chown`);
  // After || another command may take the place of the one that fails.
  if (
    instruction.keyword !== 'RUN' ||
    !/\bchown\b/.test(instruction.raw.value) ||
    /\|\|/.test(instruction.raw.value)
  )
    return;
  for (const { program, args } of runCommands(dockerfile, instruction)) {
    const word = program === 'chown' ? args.find(({ text }) => !text.startsWith('-')) : undefined;
    if (
      word !== undefined &&
      !word.dynamic &&
      !word.quoted &&
      args.every(({ text }) => !text.startsWith('--reference'))
    )
      yield* place(word.text, word.span, true, 'chown');
  }
}

function* place(text: string, at: Span, isWord: boolean, how: string): Iterable<Place> {
  const name = /^([a-z_][\w.-]*)(?:[:.][^:]*)?$/i.exec(text)?.[1];
  if (name !== undefined && !text.includes('$')) yield { name, at, isWord, how };
}
