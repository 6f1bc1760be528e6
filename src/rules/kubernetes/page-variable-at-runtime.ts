import { bad, defineRule, good } from '../rule.ts';
import { builtImageOf } from '../shared/built-image.ts';
import { subject } from '../shared/kubernetes/pods.ts';
import { isKnownInBuild, isWrittenIntoPages, pageBuildOf } from '../shared/page-build.ts';

export default defineRule({
  id: 'page-variable-at-runtime',
  area: 'kubernetes',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A variable that is written into pages at build time is only set when the container starts',
  why: 'The bundler has put another value, or none, into the pages by then: browsers never see this one.',
  fix: 'Pass it as a build argument where the image is built, or let the pages ask for their settings as they load.',
  references: [
    'https://vite.dev/guide/env-and-mode',
    'https://nextjs.org/docs/app/guides/environment-variables',
  ],
  on: 'container',
  *check(container, { workload, project }) {
    const late = container.env.filter(({ name }) => isWrittenIntoPages(name.value));
    const built =
      late.length === 0 || container.command.length > 0 ? undefined : builtImageOf(project, container);
    const step =
      built &&
      pageBuildOf(built.dockerfile, built.stage.index, container.args.map(({ value }) => value).join(' '));
    if (built === undefined || step === undefined) return;
    const [first, ...others] = late.filter(({ name }) => !isKnownInBuild(built.dockerfile, name.value));
    if (first === undefined) return;
    const more = others.length === 0 ? '' : ` and ${others.length} others`;
    yield {
      at: first.name.span,
      message: `${subject(container, workload)} is given ${first.name.value}${more} at start, but its pages were built without`,
      object: `${workload.title} container ${container.name} env ${first.name.value}`,
      related: [{ at: step.span, message: 'the pages are built here' }],
    };
  },
  examples: [
    bad(
      {
        'k8s/web.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: web}
          spec:
            containers:
              - name: web
                image: ghcr.io/acme/web:1.4.2
                env: [{name: VITE_API_URL, value: "https://api.example.com"}]
        `,
        'web/Dockerfile': `
          FROM node:22.11-alpine AS build
          WORKDIR /app
          COPY . .
          RUN npm ci && npm run build
          FROM nginx:1.27-alpine
          COPY --from=build /app/dist /usr/share/nginx/html
        `,
      },
      'k8s/web.yaml:8:20',
    ),
    good({
      'k8s/web.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers:
            - name: web
              image: ghcr.io/acme/web:1.4.2
              env: [{name: VITE_API_URL, value: "https://api.example.com"}]
      `,
      'web/Dockerfile': `
        FROM node:22.11-alpine
        WORKDIR /app
        COPY . .
        CMD ["npm", "run", "dev"]
      `,
    }),
  ],
});
