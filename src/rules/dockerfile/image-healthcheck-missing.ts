import { bad, defineRule, good } from '../rule.ts';
import { parseImage } from '../shared/image.ts';
import { shipsNoHealthcheck } from '../shared/image-families.ts';
import { isShipped, stageName } from '../shared/installs.ts';

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
  *check(stage, { dockerfile, links }) {
    const { image } = stage;
    const built = links.filter((link) => link.stage === stage.index);
    if (links.length === 0 ? !isShipped(dockerfile, stage) : built.length === 0) return;
    if (image.healthcheck !== undefined || (image.cmd === undefined && image.entrypoint === undefined))
      return;
    const root = image.rootImage === undefined ? undefined : parseImage(image.rootImage);
    if (root === undefined || !(root.repository === 'scratch' || shipsNoHealthcheck(root))) return;
    if (built.length > 0 && built.every(({ service }) => service.healthcheck !== undefined)) return;
    yield {
      at: stage.base.span,
      message: `the image on ${image.rootImage} defines no health check`,
      object: `${stageName(stage)} healthcheck`,
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
