import type { Dockerfile, Stage } from '../../model/dockerfile.ts';
import type { Related } from '../../model/finding.ts';
import type { BuildLink, Project } from '../../model/project.ts';
import { bad, defineRule, good } from '../rule.ts';
import { lineText } from '../shared/command.ts';
import { askedPort, wrongHealthPort } from '../shared/health-port.ts';
import { parseImage } from '../shared/image.ts';
import { isPlainBase } from '../shared/image-families.ts';
import { imagePorts } from '../shared/image-ports.ts';
import { runText } from '../shared/installs.ts';
import { defaultPortsOfServers, mentionsPort } from '../shared/listening.ts';
import { reviewFix, swapped } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'healthcheck-port-not-listened',
  area: 'dockerfile',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'HEALTHCHECK asks a port of which nothing else speaks',
  why: 'The check is refused each time, so every container of the image is unhealthy for ever.',
  fix: 'Ask the port that the program listens on.',
  references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
  on: 'stage',
  *check(stage, { project, dockerfile, links }) {
    const test = stage.image.healthcheck?.test;
    if (test === undefined || stage.image.expose.length === 0) return;
    // A stage that inherits the check says nothing new.
    if (
      !stage.instructions.some(
        ({ keyword, span }) =>
          keyword === 'HEALTHCHECK' && span.start <= test.span.start && test.span.end <= span.end,
      )
    )
      return;
    const asked = askedPort(lineText(test));
    if (asked === undefined || isSpokenOf(dockerfile, stage, asked.port)) return;
    if (links.some((link) => wrongHealthPort(project, link.service, link)?.test === test)) return;
    if (isWrittenBeside(project, dockerfile, links, asked.port)) return;
    const exposed = [...new Set(stage.image.expose.map(({ value }) => value))];
    const places: Related[] = stage.image.expose.map(({ value, span }) => ({
      at: span,
      message: `EXPOSE ${value}`,
    }));
    const [right] = exposed.length === 1 ? exposed : [];
    yield {
      at: test.span,
      message: `HEALTHCHECK asks port ${asked.port}, but the image exposes ${exposed.join(', ')}`,
      object: `stage ${stage.name ?? stage.index} healthcheck`,
      related: places,
      ...reviewFix(
        `Ask port ${right}`,
        right === undefined
          ? undefined
          : swapped(project, { span: test.span }, asked.text, asked.text.replace(/\d+$/, `${right}`)),
      ),
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY server.js ./
          EXPOSE 3100
          HEALTHCHECK --interval=30s CMD wget -q --spider http://localhost:3001/health || exit 1
          CMD ["node", "server.js"]
        `,
        'server.js': "require('node:http').createServer().listen(3100);\n",
      },
      'Dockerfile:5:28',
      {
        Dockerfile: `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY server.js ./
          EXPOSE 3100
          HEALTHCHECK --interval=30s CMD wget -q --spider http://localhost:3100/health || exit 1
          CMD ["node", "server.js"]
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM eclipse-temurin:21-jre
        COPY app.jar /app.jar
        EXPOSE 9090
        HEALTHCHECK CMD curl -f http://localhost:9191/actuator/health
        ENTRYPOINT ["java", "-jar", "/app.jar"]
        FROM python:3.12-slim
        ENV ADMIN_PORT=9401
        EXPOSE 9400
        HEALTHCHECK CMD curl -f http://localhost:9401/
        CMD ["python", "app.py"]
        FROM registry.example.com/base:1.4
        EXPOSE 9400
        HEALTHCHECK CMD curl -f http://localhost:9402/
      `,
      'src/main/resources/application.yml': 'management: {server: {port: 9191}}\n',
    }),
  ],
});

/** By EXPOSE, variables, commands, the base, or as what known servers take when nobody says otherwise. */
function isSpokenOf(dockerfile: Dockerfile, stage: Stage, port: number): boolean {
  const { image } = stage;
  const root = image.rootImage === undefined ? undefined : parseImage(image.rootImage);
  const own = root && imagePorts(root);
  if (root === undefined || (own === undefined && !isPlainBase(root))) return true;
  if (own?.includes(port) === true || defaultPortsOfServers.has(port)) return true;
  if (image.expose.some(({ value }) => value === port)) return true;
  return dockerfile.instructions.some(
    (instruction) =>
      instruction.keyword !== 'HEALTHCHECK' &&
      (mentionsPort(runText(instruction), port) || (port < 1024 && instruction.keyword === 'RUN')),
  );
}

const maximumFiles = 2_000;

/** Any file beside the Dockerfile may set the port, in whatever format. */
function isWrittenBeside(
  project: Project,
  dockerfile: Dockerfile,
  links: readonly BuildLink[],
  port: number,
): boolean {
  const own = dockerfile.file.includes('/') ? dockerfile.file.replace(/\/[^/]*$/, '') : '';
  const folders = new Set([own, ...links.map(({ context }) => (context === '.' ? '' : context))]);
  const files = new Set([...folders].flatMap((folder) => project.files.below(folder)));
  if (files.size > maximumFiles) return true;
  for (const file of files) {
    if (file === dockerfile.file || notRead.test(file)) continue;
    if (mentionsPort(project.files.text(file, 200_000) ?? '', port)) return true;
  }
  return false;
}

const notRead =
  /(?:^|[-_.])lock\b|\.(?:md|svg|png|jpe?g|gif|ico|woff2?|ttf|pdf|zip|gz|jar|csv|lock|sum|map)$/i;
