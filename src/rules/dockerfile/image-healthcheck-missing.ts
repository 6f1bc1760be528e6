import type { Stage } from '../../model/dockerfile.ts';
import type { Fix } from '../../model/finding.ts';
import type { BuildLink, Project } from '../../model/project.ts';
import { offer, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { lineAbove, startOf } from '../shared/dockerfile-edits.ts';
import { routeTest } from '../shared/health-check.ts';
import { parseImage } from '../shared/image.ts';
import { shipsNoHealthcheck } from '../shared/image-families.ts';
import { isLast, stageName } from '../shared/installs.ts';

export default defineRule({
  id: 'image-healthcheck-missing',
  area: 'dockerfile',
  severity: 'low',
  aliases: [
    'hadolint:DL3057',
    'trivy:DS-0026',
    'checkov:CKV_DOCKER_2',
    'kics:healthcheck_instruction_missing',
    'docker-bench:4.6',
  ],
  title: 'An image defines no health check',
  why: 'Docker takes a hanging process for a healthy one, and whoever waits for the service waits for nothing.',
  fix: 'Add HEALTHCHECK, or `healthcheck` to each service that runs the image.',
  references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
  preset: 'strict',
  on: 'stage',
  *check(stage, { project, dockerfile, links }) {
    const { image } = stage;
    const built = links.filter((link) => link.stage === stage.index);
    if (links.length === 0 ? !isLast(dockerfile, stage) : built.length === 0) return;
    const serves = image.cmd !== undefined || image.entrypoint !== undefined || image.expose.length > 0;
    if (image.healthcheck !== undefined || !serves) return;
    if (built.length > 0 && built.every(({ service }) => service.healthcheck !== undefined)) return;
    const root = image.rootImage === undefined ? undefined : parseImage(image.rootImage);
    const isKnown = root !== undefined && (root.repository === 'scratch' || shipsNoHealthcheck(root));
    const base = image.rootImage ?? stage.base.value;
    yield {
      at: stage.base.span,
      message: isKnown
        ? `the image on ${base} defines no health check`
        : `nothing here defines a health check, and few images like ${base} bring one`,
      object: `${stageName(stage)} healthcheck`,
      ...(isKnown ? {} : { confidence: 'possible' as const }),
      ...offer(checked(project, stage, built)),
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine
          CMD ["node", "server.js"]
        `,
      },
      'Dockerfile:1:6',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build: .
        `,
        Dockerfile: `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY index.js ./
          USER node
          # the program
          CMD ["node", "index.js"]
        `,
        'index.js': `
          const express = require('express');
          const app = express();
          app.get('/healthz', (request, response) => response.send('well'));
          app.listen(8080);
        `,
      },
      'Dockerfile:1:6',
      {
        Dockerfile: `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY index.js ./
          USER node
          HEALTHCHECK CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/healthz"]
          # the program
          CMD ["node", "index.js"]
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          FROM registry.example.com/acme/base:1.4
          COPY server /srv/
          EXPOSE 8080
        `,
      },
      'Dockerfile:1:6',
    ),
    good({
      Dockerfile: `
        FROM registry.example.com/acme/tools:1.4
        RUN make -C /srv
      `,
    }),
    good({
      'compose.yaml': `
        services:
          api:
            build: .
            healthcheck: {test: ["CMD", "node", "check.js"]}
      `,
      Dockerfile: `
        FROM node:22.11-alpine
        CMD ["node", "server.js"]
      `,
      'web/Dockerfile': `
        FROM node:22.11-alpine
        HEALTHCHECK CMD node check.js
        CMD ["node", "server.js"]
      `,
    }),
  ],
});

/** Where the code has a route for it, and all who build the image would ask it the same way. */
function checked(project: Project, stage: Stage, links: readonly BuildLink[]): Fix | undefined {
  const tests = new Set(links.map((link) => wordsOf(routeTest(project, link.service, link)?.slice(1) ?? [])));
  const [test] = tests;
  const start = startOf(stage);
  if (test === undefined || test === '[]' || tests.size > 1 || start === undefined) return undefined;
  return review('Ask the route that the code has', lineAbove(project, start, `HEALTHCHECK CMD ${test}`));
}

function wordsOf(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}
