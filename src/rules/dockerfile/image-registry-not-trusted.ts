import { bad, defineRule, good } from '../rule.ts';
import { mistrust, mistrusted } from '../shared/registry.ts';

export default defineRule({
  id: 'image-registry-not-trusted',
  area: 'dockerfile',
  severity: 'medium',
  aliases: ['hadolint:DL3026', 'dd-iac:use_only_an_allowed_registry_in_the_from_image', 'docker-bench:4.2'],
  title: 'A base image comes from a registry that the policy does not trust',
  why: 'The team has said where its images come from; what others serve was checked by nobody.',
  fix: 'Take the image from a registry of the policy, mirror it there, or add the registry to `policy.trusted_registries`.',
  references: ['https://github.com/hadolint/hadolint/wiki/DL3026'],
  on: 'stage',
  *check(stage, { project: { policy } }) {
    const { base, baseResolved, baseStage } = stage;
    if (baseStage !== undefined || baseResolved === undefined || baseResolved === 'scratch') return;
    const registry = mistrusted(policy.baseRegistries, baseResolved);
    if (registry === undefined) return;
    yield {
      at: base.span,
      message: `the base image ${baseResolved} ${mistrust(registry)}`,
      object: `stage ${stage.name ?? stage.index} base`,
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          ARG REGISTRY=quay.io
          FROM $REGISTRY/acme/go:1.24 AS build
          RUN go build -o /app .
          FROM build AS test
          FROM alpine:3.22
          COPY --from=build /app /app
        `,
        'seaworthy.yaml': `
          policy:
            trusted_registries: [ghcr.io, docker.io/acme]
        `,
      },
      ['Dockerfile:2:6', 'Dockerfile:5:6'],
    ),
    bad(
      {
        Dockerfile: `
          FROM registry.example.org/alpine:3.22
        `,
        '.hadolint.yaml': `
          trustedRegistries:
            - docker.io
            - "*.example.com"
        `,
      },
      'Dockerfile:1:6',
    ),
    good({
      Dockerfile: `
        FROM quay.io/acme/go:1.24 AS build
        RUN go build -o /app .
      `,
    }),
    good({
      Dockerfile: `
        ARG BASE
        FROM $BASE AS given
        FROM mirror.example.com:5000/alpine:3.22 AS build
        FROM index.docker.io/library/alpine:3.22 AS tools
        FROM GHCR.io/acme/base@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef AS base
        FROM scratch
        COPY --from=build /app /app
      `,
      'seaworthy.yaml': `
        policy:
          trusted_registries: ["*.example.com:5000", docker.io/library, ghcr.io/acme]
      `,
      '.hadolint.yaml': `
        trustedRegistries: [quay.io]
      `,
    }),
  ],
});
