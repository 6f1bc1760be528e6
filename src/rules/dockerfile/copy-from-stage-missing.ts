import { nearest } from '../../base/text.ts';
import type { Dockerfile, DockerInstruction } from '../../model/dockerfile.ts';
import type { BuildLink, Project } from '../../model/project.ts';
import { replace, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { fromStage } from '../shared/build.ts';
import { resolvedAt } from '../shared/stack.ts';

const stageWords =
  /^(?:build(?:er)?|base|deps|dependencies|prod(?:uction)?|dev(?:elopment)?|runtime|runner|test|compile|install|frontend|backend|client|server|assets)(?:[-_].*)?$/;

export default defineRule({
  id: 'copy-from-stage-missing',
  area: 'dockerfile',
  severity: 'critical',
  confidence: 'likely',
  aliases: [
    'hadolint:DL3022',
    'hadolint:DL3023',
    'trivy:DS-0006',
    'kics:copy_from_references_current_from_alias',
  ],
  title: 'COPY --from names no stage above it',
  why: 'Docker takes the name for an image and fails to pull it, or the build refuses the reference.',
  fix: 'Name a stage that stands above, or the full image reference.',
  references: ['https://docs.docker.com/build/building/multi-stage/'],
  on: 'instruction',
  *check(instruction, { dockerfile, links, project, stage }) {
    const flag = instruction.flags.find((one) => one.name === 'from');
    const from = flag?.value;
    if (flag === undefined || from === undefined || stage === undefined || !isStageName(from)) return;
    const named = fromStage(dockerfile, from);
    if (named !== undefined && named.index < stage.index) return;
    if (isExtraContext(links, from) || (named === undefined && isBaked(project))) return;
    const near = nearest(
      from,
      dockerfile.stages.slice(0, stage.index).flatMap((one) => one.name ?? []),
    );
    // A bare word may be an image of Docker Hub: `--from=composer`; a number is none.
    const isStage = stageWords.test(from) || /^\d+$/.test(from);
    if (named === undefined && near === undefined && !isStage) return;
    yield {
      at: flag.span,
      message: `${instruction.keyword} takes files from stage ${from}, ${reasonOf(dockerfile, instruction, named?.index)}`,
      object: `copy --from=${from}`,
      ...(near === undefined
        ? {}
        : { fix: review(`Write --from=${near}`, replace(flag.span, `--from=${near}`)) }),
      ...(named === undefined
        ? {}
        : { related: [{ at: named.base.span, message: `stage ${from} begins here` }] }),
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine AS build
          RUN npm run build
          FROM nginx:1.27-alpine
          COPY --from=builder /app/dist /usr/share/nginx/html
        `,
      },
      'Dockerfile:4:6',
      {
        Dockerfile: `
          FROM node:22.11-alpine AS build
          RUN npm run build
          FROM nginx:1.27-alpine
          COPY --from=build /app/dist /usr/share/nginx/html
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine AS build
          RUN npm run build
          FROM nginx:1.27-alpine
          COPY --from=2 /app/dist /usr/share/nginx/html
        `,
      },
      'Dockerfile:4:6',
    ),
    bad(
      {
        Dockerfile: `
          FROM golang:1.24-alpine AS compile
          RUN go build -o /api .
          FROM alpine:3.21
          COPY --from=compiler /api /api
        `,
        'infra/.terraform.lock.hcl': 'provider "registry.terraform.io/hashicorp/aws" { version = "5.0.0" }\n',
      },
      'Dockerfile:4:6',
      {
        Dockerfile: `
          FROM golang:1.24-alpine AS compile
          RUN go build -o /api .
          FROM alpine:3.21
          COPY --from=compile /api /api
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM node:22.11-alpine AS build
        RUN npm run build
        FROM php:8.3-fpm
        COPY --from=composer /usr/bin/composer /usr/bin/composer
        COPY --from=build /app/dist /var/www/html
        COPY --from=0 /app/package.json /var/www/
      `,
    }),
    // A bake file gives the Dockerfile its other contexts.
    good({
      Dockerfile: `
        FROM alpine:3.22
        COPY --from=assets /static /static
      `,
      'docker-bake.hcl': 'target "api" { contexts = { assets = "target:assets" } }\n',
    }),
  ],
});

function isStageName(from: string): boolean {
  return /^[\w-]+$/.test(from);
}

function reasonOf(dockerfile: Dockerfile, { stage }: DockerInstruction, named: number | undefined): string {
  if (named === undefined) return `which ${dockerfile.file} does not define`;
  return named === stage ? 'which is the stage itself' : 'which begins further down';
}

/** `additional_contexts` give names that COPY --from may use. */
function isExtraContext(links: readonly BuildLink[], name: string): boolean {
  return links.some((link) => {
    const extra = resolvedAt(link.stack, 'services', link.service.name, 'build', 'additional_contexts');
    if (extra?.kind === 'map') return extra.entries.has(name);
    return extra?.kind === 'list';
  });
}

/** Bake files give stages of other Dockerfiles a name; Terraform and others have files of that ending, too. */
function isBaked({ files }: Project): boolean {
  return files.below('').some((file) => {
    if (/(?:^|\/)docker-bake[^/]*\.(?:json|hcl)$/.test(file)) return true;
    return file.endsWith('.hcl') && /^\s*target\s+"/m.test(files.text(file, largestBake) ?? '');
  });
}

const largestBake = 200_000;
