import { bad, defineRule, good } from '../rule.ts';
import { lineText } from '../shared/command.ts';
import { isWrittenIntoPages, pageBuildOf } from '../shared/page-build.ts';

export default defineRule({
  id: 'page-argument-not-passed',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'The Dockerfile asks for a value of the pages that the service passes in the wrong place',
  why: 'The build argument stays empty or keeps its default, and the value under `environment` comes after the pages are built.',
  fix: 'Pass it under `build.args`.',
  references: ['https://docs.docker.com/reference/compose-file/build/#args'],
  on: 'service',
  *check(service, { link }) {
    const dockerfile = link?.dockerfile;
    if (dockerfile === undefined || !service.enabled) return;
    const command = `${lineText(service.entrypoint)} ${lineText(service.command)}`;
    if (pageBuildOf(dockerfile, link?.stage, command) === undefined) return;
    const declared = dockerfile.instructions
      .filter(({ keyword }) => keyword === 'ARG')
      .flatMap(({ pairs }) => pairs.map(({ name }) => name));
    for (const { name, nameSpan, value } of service.environment.values()) {
      const argument = declared.find((each) => each.value === name);
      if (argument === undefined || !isWrittenIntoPages(name) || service.build?.args.has(name) === true)
        continue;
      // A default that says the same does no harm.
      const same = dockerfile.instructions.some(
        ({ keyword, pairs }) =>
          keyword === 'ARG' &&
          pairs.some((pair) => pair.name.value === name && pair.value?.value === value?.value),
      );
      if (same) continue;
      yield {
        at: nameSpan,
        message: `${service.name} gives ${name} to the container, but its Dockerfile takes it as a build argument`,
        object: `services.${service.name}.environment.${name}`,
        related: [{ at: argument.span, message: 'the argument is declared here' }],
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            web:
              build: .
              environment:
                - VITE_API_URL=https://api.example.com
        `,
        Dockerfile: `
          FROM node:22.11-alpine AS build
          ARG VITE_API_URL
          WORKDIR /app
          COPY . .
          RUN npm ci && npm run build
          FROM nginx:1.27-alpine
          COPY --from=build /app/dist /usr/share/nginx/html
        `,
      },
      'compose.yaml:5:9',
    ),
    good({
      'compose.yaml': `
        services:
          web:
            build:
              context: .
              args: [VITE_API_URL=https://api.example.com]
      `,
      Dockerfile: `
        FROM node:22.11-alpine AS build
        ARG VITE_API_URL
        WORKDIR /app
        COPY . .
        RUN npm ci && npm run build
        FROM nginx:1.27-alpine
        COPY --from=build /app/dist /usr/share/nginx/html
      `,
    }),
  ],
});
