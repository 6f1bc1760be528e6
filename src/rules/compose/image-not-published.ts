import type { Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { parseImage } from '../shared/image.ts';
import { unpublished } from '../shared/published-tags.ts';
import { writtenAt } from '../shared/source-text.ts';
import { renamedAt, reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'image-not-published',
  area: 'compose',
  severity: 'critical',
  aliases: [],
  title: 'A service runs an image that no registry has',
  why: 'The pull fails, and docker compose starts nothing at all.',
  fix: 'Name a tag that is published: docker manifest inspect IMAGE says whether it is.',
  references: [
    'https://github.com/docker-library/official-images',
    'https://github.com/bitnami/containers/issues/83267',
    'https://github.com/docker-library/openjdk/issues/491',
  ],
  joins: 'file',
  on: 'service',
  *check(service, { project, stack }) {
    const { image, build } = service;
    if (image === undefined || build !== undefined) return;
    const name = parseImage(image.value);
    const found = name && unpublished(name);
    if (found === undefined || isMadeHere(service, stack) || isNeverPulled(project, service)) return;
    const isGiven = image.trail?.some(({ how }) => how === 'interpolation') === true;
    const { words, instead } = found;
    yield {
      at: image.span,
      message: `${service.name} runs ${image.value}, which ${words}`,
      object: `services.${service.name}.image`,
      // Who deploys may give another version than the default.
      ...(isGiven ? { confidence: 'likely' } : {}),
      ...(instead === undefined || isGiven
        ? {}
        : reviewFix(`Run ${instead}`, renamedAt(project, image.span, image.value, instead))),
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            cache:
              image: bitnami/redis:7.2
            gateway:
              image: kong:3.4-alpine
            search:
              image: docker.elastic.co/elasticsearch/elasticsearch
            documents:
              image: mongo:7.0-alpine
        `,
      },
      ['compose.yaml:3:12', 'compose.yaml:5:12', 'compose.yaml:7:12', 'compose.yaml:9:12'],
      {
        'compose.yaml': `
          services:
            cache:
              image: bitnamilegacy/redis:7.2
            gateway:
              image: kong:3.4-alpine
            search:
              image: docker.elastic.co/elasticsearch/elasticsearch
            documents:
              image: mongo:7.0-alpine
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            secrets: { image: "vault:latest" }
            runtime:
              image: openjdk:\${JAVA:-17}-jre-slim
            broker:
              image: elasticsearch:8
        `,
      },
      ['compose.yaml:2:21', 'compose.yaml:4:12', 'compose.yaml:6:12'],
      {
        'compose.yaml': `
          services:
            secrets: { image: "hashicorp/vault" }
            runtime:
              image: openjdk:\${JAVA:-17}-jre-slim
            broker:
              image: elasticsearch:8
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          cache:
            image: redis:7.2-alpine
          seals:
            image: docker.io/bitnami/sealed-secrets-controller:v0.19.1
          legacy:
            image: bitnamilegacy/redis:7.2
          search:
            image: elasticsearch:8.19.4
          java:
            image: openjdk:11-jre-slim
          next:
            image: postgres:19
          beta:
            image: python:3.15-rc-slim
          fixed:
            image: mongo:7.0-alpine@sha256:0d1f4a1d8a3e5b1f6b0b6d1f7f0c8f0f9d1c2b3a4e5f60718293a4b5c6d7e8f9
          own:
            build: .
            image: mongo:7.0-alpine
          worker:
            image: mongo:7.0-alpine
          local:
            image: redis:7.2-slim
            pull_policy: never
          mirrored:
            image: registry.example.com/bitnami/redis:7.2
      `,
      Dockerfile: 'FROM alpine:3.22\n',
    }),
  ],
});

/** Another service builds it under this name. */
function isMadeHere({ image }: Service, { services }: Stack): boolean {
  return [...services.values()].some(
    (other) => other.build !== undefined && other.image?.value === image?.value,
  );
}

function isNeverPulled(project: Project, { keys }: Service): boolean {
  const key = keys.get('pull_policy');
  return (
    key !== undefined &&
    /^pull_policy["']?\s*:\s*["']?(?:never|build)/.test(writtenAt(project, { ...key, end: key.end + 20 }))
  );
}
