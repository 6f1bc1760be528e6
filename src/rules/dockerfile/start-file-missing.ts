import { posix } from 'node:path';
import { nearest } from '../../base/text.ts';
import type { Dockerfile, DockerInstruction, Stage } from '../../model/dockerfile.ts';
import type { Project } from '../../model/project.ts';
import type { Service } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { contextSources, inContext, looksMade } from '../shared/build.ts';
import { type BuildPlace, isSpokenOf, likelyContexts, statedPlaces } from '../shared/build-places.ts';
import { heldAtEnd } from '../shared/held-files.ts';
import { parseImage } from '../shared/image.ts';
import { isPlainBase } from '../shared/image-families.ts';
import {
  copiesWhole,
  nearCopied,
  onlyCopies,
  placeOf,
  type StartedFile,
  startedFile,
} from '../shared/start-file.ts';

export default defineRule({
  id: 'start-file-missing',
  area: 'dockerfile',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'The command starts a file that the image does not hold',
  why: 'The container exits at once with "module not found" or "no such file".',
  fix: 'Start the file where COPY puts it, or copy the missing one.',
  references: ['https://docs.docker.com/reference/dockerfile/#cmd'],
  on: 'stage',
  *check(stage, { project, dockerfile, links }) {
    const file = isStarted(stage) ? startedFile(stage.image) : undefined;
    const path = file && placeOf(stage, file);
    if (file === undefined || path === undefined) return;
    const isPlain = holdsOnlyWhatIsCopied(stage, file);
    const stated = statedPlaces(project, dockerfile, links, stage.index).filter(({ by }) => {
      const link = links.find(({ service }) => service.name === by);
      return link === undefined || startsAsBuilt(link.service, path);
    });
    if (links.some(({ service }) => service.build !== undefined) && stated.length === 0) return;
    const places = stated.length > 0 ? stated : likelyPlaces(project, dockerfile);
    const builds = places.map((place) => ({
      place,
      held: heldAtEnd({ project, dockerfile, context: place.context }, stage, path),
    }));
    if (builds.some(({ held }) => held.kind === 'file')) return;
    const near =
      places.length === 0 && copiesWhole(dockerfile, stage, path)
        ? undefined
        : nearCopied(dockerfile, stage, path);
    // An official image may bring files of its own, whose names are not so near to one that is copied beside them.
    if (near !== undefined && (isPlain || (isOfficial(stage) && isSlip(path, near.file)))) {
      yield {
        at: file.at,
        message: `the command starts ${file.path}, which the image does not hold (${near.file} is copied)`,
        object: `stage ${stage.name ?? stage.index} command`,
        related: [{ at: near.copy.span, message: `${near.file} is copied here` }],
      };
      return;
    }
    if (!isPlain || looksMade(path.slice(1)) || !onlyCopies(dockerfile, stage, path)) return;
    if (builds.length === 0 || !builds.every(({ held }) => held.kind === 'absent')) return;
    // What lies in the context and is not copied may be mounted instead, where nobody says how it is run.
    if (stated.length === 0 && places.some(({ context }) => liesIn(project, context, file.path))) return;
    const [first] = builds;
    if (
      first === undefined ||
      builds.some(
        ({ place }) => isMadeThere(project, place, path) || lacksSources(project, dockerfile, place),
      )
    )
      return;
    yield {
      at: file.at,
      message: `the command${first.place.by === '' ? '' : ` of ${first.place.by}`} starts ${file.path}, which the context ${first.place.context || '.'} does not hold`,
      object: `stage ${stage.name ?? stage.index} command`,
      ...(stated.length > 0 ? {} : { confidence: 'possible' }),
      related: copiesOf(stage).map(({ span }) => ({ at: span, message: 'the image gets its files here' })),
    };
  },
  examples: [
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
          COPY . .
          RUN npm ci --omit=dev
          CMD ["node", "server.js"]
        `,
        'package.json': '{}\n',
        'src/server.js': '',
      },
      'Dockerfile:5:1',
    ),
    bad(
      {
        Dockerfile: `
          FROM eclipse-temurin:21-jdk AS build
          WORKDIR /src
          COPY . .
          RUN ./gradlew bootJar
          FROM eclipse-temurin:21-jre
          WORKDIR /app
          COPY --from=build /src/build/libs/*.jar app.jar
          ENTRYPOINT ["java", "-jar", "api.jar"]
        `,
      },
      'Dockerfile:8:1',
    ),
    bad(
      {
        'api/Dockerfile': `
          FROM python:3.12-slim
          RUN pip install --no-cache-dir flask==3.0.3
          COPY docker/entrypoint.sh /entrypoint.sh
          COPY app /app
          ENTRYPOINT ["/entry-point.sh"]
        `,
        'api/docker/entrypoint.sh': '',
        'api/app/main.py': '',
      },
      'api/Dockerfile:5:1',
    ),
    bad(
      {
        'api/Dockerfile': `
          FROM python:3.12-slim
          WORKDIR /app
          COPY requirements.txt ./
          RUN pip install --no-cache-dir -r requirements.txt
          COPY src ./src
          CMD ["python", "main.py"]
        `,
        'api/requirements.txt': '',
        'api/src/main.py': '',
      },
      'api/Dockerfile:6:1',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            shop:
              build: .
              volumes: ["data:/var/www/html/data"]
          volumes:
            data:
        `,
        Dockerfile: `
          FROM php:8.3-apache
          COPY docker/shop.sh /usr/local/bin/shop.sh
          COPY public /var/www/html
          ENTRYPOINT ["/usr/local/bin/shops.sh"]
        `,
        'docker/shop.sh': '',
        'public/index.php': '',
      },
      'Dockerfile:4:1',
    ),
    good({
      Dockerfile: `
        FROM php:8.3-apache
        COPY run2.sh /usr/local/bin/run2.sh
        CMD ["/usr/local/bin/run.sh"]
      `,
      'run2.sh': '',
    }),
    good({
      'web/Dockerfile': `
        FROM node:22.11-alpine AS build
        WORKDIR /app
        COPY package.json ./
        RUN npm ci && npm run build
        FROM node:22.11-alpine
        WORKDIR /app
        COPY --from=build /app/.next/standalone ./
        CMD ["node", "server.js"]
        FROM registry.example.com/base:1.4
        COPY start.sh /start.sh
        ENTRYPOINT ["/star.sh"]
        FROM eclipse-temurin:21-jre
        ARG JAR=app.jar
        COPY *.jar /app/
        CMD ["java", "-jar", "/app/service.jar"]
      `,
      'web/package.json': '{}\n',
      'web/start.sh': '',
    }),
    good({
      'compose.yaml': `
        services:
          api:
            build: .
      `,
      Dockerfile: `
        FROM node:22.11-alpine
        WORKDIR /app
        COPY . .
        RUN npm ci && npm run build
        CMD ["node", "server.js"]
      `,
      'package.json': '{}\n',
      'src/server.js': '',
    }),
  ],
});

/** The stage says itself what it starts; what it inherits is told where it stands. */
function isStarted({ instructions }: Stage): boolean {
  return instructions.some(({ keyword }) => keyword === 'CMD' || keyword === 'ENTRYPOINT');
}

/** With the command of the image, and nothing mounted over its file. */
function startsAsBuilt({ command, entrypoint, mounts }: Service, path: string): boolean {
  if (command !== undefined || entrypoint !== undefined) return false;
  return !mounts.some(({ target }) => `${path}/`.startsWith(`${target.value.replace(/\/+$/, '')}/`));
}

/** A base of one's own may bring the file, unless it would lie in a folder that the stage chooses. */
function holdsOnlyWhatIsCopied(stage: Stage, file: StartedFile): boolean {
  const root = stage.image.rootImage === undefined ? undefined : parseImage(stage.image.rootImage);
  if (root !== undefined && isPlainBase(root)) return true;
  return !file.path.startsWith('/') && stage.instructions.some(({ keyword }) => keyword === 'WORKDIR');
}

function isOfficial({ image }: Stage): boolean {
  const root = image.rootImage === undefined ? undefined : parseImage(image.rootImage);
  return root !== undefined && !root.repository.includes('/');
}

/** One letter is off. */
function isSlip(path: string, copied: string): boolean {
  return nearest(path, [copied], 1) !== undefined && path.replace(/\d/g, '') !== copied.replace(/\d/g, '');
}

function likelyPlaces(project: Project, dockerfile: Dockerfile): readonly Place[] {
  const { folders } = likelyContexts(project, dockerfile, '');
  return folders.map((context) => ({ context, by: '', at: undefined }));
}

type Place = BuildPlace & { readonly pipeline?: string };

function isMadeThere(project: Project, { pipeline }: Place, path: string): boolean {
  return pipeline !== undefined && isSpokenOf(project, pipeline, posix.basename(path));
}

function liesIn(project: Project, context: string, path: string): boolean {
  return project.files.kind(inContext(context, posix.normalize(path)) ?? '..') !== undefined;
}

/** What COPY cannot find there, or .dockerignore keeps from it, is told at the COPY. */
function lacksSources(project: Project, dockerfile: Dockerfile, { context }: Place): boolean {
  return dockerfile.instructions.flatMap(contextSources).some(({ path }) => {
    if (path === '') return false;
    const file = inContext(context, path);
    return (
      file === undefined ||
      project.files.kind(file) === undefined ||
      project.files.isDockerIgnored(context, path, dockerfile.file)
    );
  });
}

function copiesOf(stage: Stage): readonly DockerInstruction[] {
  return stage.instructions.filter(({ keyword }) => keyword === 'COPY' || keyword === 'ADD');
}
