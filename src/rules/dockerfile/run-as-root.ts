import type { Stage } from '../../model/dockerfile.ts';
import { offer } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { parseImage } from '../shared/image.ts';
import { runsAsRootByDefault } from '../shared/image-families.ts';
import { takeSpareUser } from '../shared/leave-root.ts';
import { isUserOpen } from '../shared/open-user.ts';

export default defineRule({
  id: 'run-as-root',
  area: 'dockerfile',
  severity: 'medium',
  aliases: ['trivy:DS-0002', 'checkov:CKV_DOCKER_3', 'kics:missing_user_instruction', 'docker-bench:4.1'],
  title: 'An image names no user, so its process runs as root',
  why: 'Whoever breaks into the process is root in the container, one kernel flaw away from the host.',
  fix: 'Add a user and name it in USER after the last step that needs root.',
  references: ['https://docs.docker.com/build/building/best-practices/#user'],
  on: 'stage',
  *check(stage, { project, dockerfile, links }) {
    const { image } = stage;
    const root = image.rootImage === undefined ? undefined : parseImage(image.rootImage);
    if (image.user !== undefined || root === undefined) return;
    if (root.repository === 'scratch' ? !startsSomething(stage) : !runsAsRootByDefault(root)) return;
    if (!isUserOpen(project, dockerfile, stage, links)) return;
    const named = links.filter((link) => link.stage === stage.index);
    yield {
      at: stage.base.span,
      message: `the image on ${image.rootImage} names no user and runs as root`,
      object: `stage ${stage.name ?? stage.index} user`,
      ...offer(takeSpareUser(project, dockerfile, stage, named)),
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY . .
          # the port of the server
          EXPOSE 3000

          # starts at once
          CMD ["node", "server.js"]
        `,
        'low/Dockerfile': `
          FROM node:22.11-alpine
          COPY . .
          EXPOSE 80
          CMD ["node", "server.js"]
        `,
      },
      ['Dockerfile:1:6', 'low/Dockerfile:1:6'],
      {
        Dockerfile: `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY . .
          # the port of the server
          EXPOSE 3000

          USER node
          # starts at once
          CMD ["node", "server.js"]
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          FROM golang:1.24 AS build
          RUN go build -o /api ./cmd/api
          FROM scratch
          COPY --from=build /api /api
          ENTRYPOINT ["/api"]
        `,
        'small/Dockerfile': `
          FROM gcr.io/distroless/static-debian12
          COPY api /api
          CMD ["/api"]
        `,
        'large/Dockerfile': `
          FROM rockylinux:9
          CMD ["/usr/bin/api"]
        `,
        'net/Dockerfile': `
          FROM mcr.microsoft.com/dotnet/aspnet:9.0
          CMD ["dotnet", "api.dll"]
        `,
        'php/Dockerfile': `
          FROM php:8.4-cli
          CMD ["php", "worker.php"]
        `,
        'train/Dockerfile': `
          FROM nvidia/cuda:12.9.1-runtime-ubuntu22.04
          CMD ["python3", "train.py"]
        `,
        'mirror/Dockerfile': `
          FROM public.ecr.aws/docker/library/python:3.13-slim
          CMD ["python", "app.py"]
        `,
      },
      [
        'Dockerfile:3:6',
        'small/Dockerfile:1:6',
        'large/Dockerfile:1:6',
        'net/Dockerfile:1:6',
        'php/Dockerfile:1:6',
        'train/Dockerfile:1:6',
        'mirror/Dockerfile:1:6',
      ],
    ),
    good({
      Dockerfile: `
        FROM golang:1.24 AS build
        RUN go build -o /api ./cmd/api
        FROM scratch
        COPY --from=build /api /
      `,
      'web/Dockerfile': `
        FROM php:8.4-apache
        COPY . /var/www/html
      `,
      'flat/Dockerfile': `
        FROM docker:28-dind AS whole
        FROM scratch
        COPY --from=whole / /
        ENTRYPOINT ["dockerd-entrypoint.sh"]
      `,
      'small/Dockerfile': `
        FROM gcr.io/distroless/static-debian12:nonroot
        COPY api /api
        CMD ["/api"]
      `,
      'net/Dockerfile': `
        FROM mcr.microsoft.com/dotnet/aspnet:9.0-noble-chiseled
        CMD ["dotnet", "api.dll"]
      `,
      'windows/Dockerfile': `
        FROM mcr.microsoft.com/dotnet/aspnet:9.0-nanoserver-ltsc2022
        CMD ["dotnet", "api.dll"]
      `,
    }),
    good({
      'compose.yaml': `
        services:
          api:
            build: .
            user: "1000"
      `,
      Dockerfile: `
        FROM node:22.11-alpine
        COPY . .
        CMD ["node", "server.js"]
      `,
      'web/Dockerfile': `
        FROM python:3.13-slim
        USER 1000
        CMD ["python", "app.py"]
      `,
    }),
    good({
      'src/cart/Dockerfile': `
        FROM node:22.11-alpine
        COPY . .
        CMD ["node", "server.js"]
      `,
      'k8s/cart.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: cart
        spec:
          selector:
            matchLabels:
              app: cart
          template:
            metadata:
              labels:
                app: cart
            spec:
              securityContext:
                runAsUser: 1000
              containers:
                - name: cart
                  image: ghcr.io/acme/cart:1.4.2
      `,
    }),
  ],
});

/** From scratch also come files for the builder to write out, and whole file systems of other images as one layer. */
function startsSomething({ image, instructions }: Stage): boolean {
  const isCopied = instructions.some(({ keyword, args }) => keyword === 'COPY' && args[0]?.value === '/');
  return !isCopied && (image.cmd !== undefined || image.entrypoint !== undefined);
}
