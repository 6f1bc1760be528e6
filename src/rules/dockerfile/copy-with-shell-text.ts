import { bad, defineRule, good } from '../rule.ts';
import { shellWordIn } from '../shared/copy-words.ts';

export default defineRule({
  id: 'copy-with-shell-text',
  area: 'dockerfile',
  severity: 'critical',
  aliases: [],
  title: 'COPY is written as if a shell read it',
  why: 'Each word is a file to copy: the build looks for one named `||` or `2>/dev/null`, and stops.',
  fix: 'Take the shell words out. For a file that may be absent, name it by a pattern beside one that is there.',
  references: ['https://docs.docker.com/reference/dockerfile/#copy'],
  on: 'instruction',
  only: ['COPY', 'ADD'],
  *check(given) {
    const instruction = given.trigger ?? given;
    const word = shellWordIn(instruction);
    if (word === undefined) return;
    yield {
      at: word.span,
      message: `${instruction.keyword} takes ${word.value} for a file: no shell reads the line`,
      object: `${instruction.keyword.toLowerCase()} ${instruction.args[0]?.value ?? ''}`,
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY package.json yarn.lock ./ 2>/dev/null || true
        `,
        'package.json': '{"name": "api"}',
      },
      'Dockerfile:3:32',
    ),
    bad(
      {
        Dockerfile: `
          FROM golang:1.23 AS build
          RUN go build -o /out/api .
          FROM alpine:3.21
          COPY --from=build /out/api /api || true
        `,
      },
      'Dockerfile:4:33',
    ),
    good({
      Dockerfile: `
        FROM node:22.11-alpine
        WORKDIR /app
        COPY package.json yarn.lock* ./
        RUN cp /etc/hostname . 2>/dev/null || true
      `,
      'package.json': '{"name": "api"}',
    }),
  ],
});
