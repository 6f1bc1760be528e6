import { bad, defineRule, good } from '../rule.ts';
import { lineText } from '../shared/command.ts';
import { isKnownInBuild, isWrittenIntoPages, pageBuildOf } from '../shared/page-build.ts';

export default defineRule({
  id: 'page-variable-at-runtime',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A variable that is written into pages at build time is only set when the container starts',
  why: 'The bundler has put another value, or none, into the pages by then: browsers never see this one.',
  fix: 'Declare it as `ARG` in the Dockerfile and pass it under `build.args`.',
  references: [
    'https://vite.dev/guide/env-and-mode',
    'https://nextjs.org/docs/app/guides/environment-variables',
  ],
  on: 'service',
  *check(service, { link }) {
    const dockerfile = link?.dockerfile;
    if (dockerfile === undefined || !service.enabled) return;
    const command = `${lineText(service.entrypoint)} ${lineText(service.command)}`;
    const build = pageBuildOf(dockerfile, link?.stage, command);
    if (build === undefined) return;
    const late = [...service.environment.values()].filter(
      ({ name, from }) =>
        isWrittenIntoPages(name) &&
        from !== 'env_file' &&
        !isKnownInBuild(dockerfile, name) &&
        service.build?.args.has(name) !== true,
    );
    const [first, ...others] = late;
    if (first === undefined) return;
    const more = others.length === 0 ? '' : ` and ${others.length} others`;
    yield {
      at: first.nameSpan,
      message: `${service.name} is given ${first.name}${more} at start, but its pages were built without`,
      object: `services.${service.name}.environment.${first.name}`,
      related: [
        { at: build.span, message: 'the pages are built here' },
        ...others.map(({ name, nameSpan }) => ({ at: nameSpan, message: `${name} comes too late as well` })),
      ],
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            web:
              build: .
              environment:
                VITE_API_URL: https://api.example.com
        `,
        Dockerfile: `
          FROM node:22.11-alpine AS build
          WORKDIR /app
          COPY . .
          RUN npm ci && npm run build
          FROM nginx:1.27-alpine
          COPY --from=build /app/dist /usr/share/nginx/html
        `,
      },
      'compose.yaml:5:7',
    ),
    good({
      'compose.yaml': `
        services:
          web:
            build:
              context: .
              args: {VITE_API_URL: "https://api.example.com"}
            environment:
              VITE_API_URL: https://api.example.com
          dev:
            build: .
            command: npm run dev
            environment: {VITE_MODE: dev}
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
