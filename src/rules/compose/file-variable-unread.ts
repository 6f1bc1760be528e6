import type { BuildLink, Project } from '../../model/project.ts';
import type { Service } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { lineText } from '../shared/command.ts';
import { envReadsOf } from '../shared/env-reads.ts';
import { rootImageOf, stageOf } from '../shared/image.ts';

/**
 * Images that read no `…_FILE` variables: https://hub.docker.com/_/redis, https://www.rabbitmq.com/docs/configure#supported-environment-variables,
 * https://www.keycloak.org/server/all-config
 */
const without: ReadonlySet<string> = new Set(
  'redis valkey/valkey rabbitmq quay.io/keycloak/keycloak nginx memcached eclipse-mosquitto prom/prometheus httpd'.split(
    ' ',
  ),
);

export default defineRule({
  id: 'file-variable-unread',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A secret is passed as the name of a file to a program that does not read such names',
  why: 'The program finds no password: it starts with its default one or without any, or stops.',
  fix: 'Let an entrypoint read the file into the variable, or use the way that the program itself offers.',
  references: ['https://docs.docker.com/compose/how-tos/use-secrets/'],
  on: 'service',
  *check(service, { project, link }) {
    if (!service.enabled) return;
    for (const { name, nameSpan, value } of service.environment.values()) {
      if (!name.endsWith('_FILE') || value?.value.startsWith('/run/secrets/') !== true) continue;
      const reason = link === undefined ? ofImage(service) : ofCode(project, service, link, name);
      if (reason === undefined) continue;
      yield {
        at: nameSpan,
        message: `${service.name} is given ${name}, which ${reason.says}`,
        object: `services.${service.name}.environment.${name}`,
        ...(reason.at === undefined ? {} : { related: [{ at: reason.at, message: 'see here' }] }),
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            queue:
              image: rabbitmq:4.0-management
              environment:
                RABBITMQ_DEFAULT_PASS_FILE: /run/secrets/pass
              secrets: [pass]
          secrets:
            pass: {file: ./pass.txt}
        `,
        'pass.txt': 'x\n',
      },
      'compose.yaml:5:7',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build: .
              environment:
                DB_PASSWORD_FILE: /run/secrets/pass
              secrets: [pass]
          secrets:
            pass: {file: ./pass.txt}
        `,
        'pass.txt': 'x\n',
        Dockerfile: `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY server.js ./
          CMD ["node", "server.js"]
        `,
        'server.js': 'connect(process.env.DB_PASSWORD);\n',
      },
      'compose.yaml:5:7',
    ),
    good({
      'compose.yaml': `
        services:
          db:
            image: postgres:16.4
            environment:
              POSTGRES_PASSWORD_FILE: /run/secrets/pass
            secrets: [pass]
        secrets:
          pass: {file: ./pass.txt}
      `,
      'pass.txt': 'x\n',
    }),
  ],
});

interface Reason {
  readonly says: string;
  readonly at: Service['nameSpan'] | undefined;
}

function ofImage(service: Service): Reason | undefined {
  const repository = rootImageOf(service, undefined)?.repository ?? '';
  if (
    !without.has(repository) ||
    service.entrypoint !== undefined ||
    /\bcat\b|\.sh\b|\$/.test(lineText(service.command))
  )
    return undefined;
  return { says: `${repository} does not read`, at: service.image?.span };
}

/** Only where the code reads the variable itself, and nothing in it speaks of such files. */
function ofCode(project: Project, service: Service, link: BuildLink, name: string): Reason | undefined {
  const image = stageOf(link)?.image;
  const start = [service.entrypoint, service.command, image?.entrypoint, image?.cmd].map(lineText).join(' ');
  if (image === undefined || /\.sh\b|entrypoint/.test(start)) return undefined;
  const read = envReadsOf(link).find((each) => each.name === name.slice(0, -'_FILE'.length));
  if (read === undefined) return undefined;
  const speaks = link.sources.some(({ file }) =>
    /_FILE\b|run\/secrets|secrets_dir/.test(project.texts.get(file)?.text ?? ''),
  );
  return speaks ? undefined : { says: `its code does not read: it reads ${read.name}`, at: read.at };
}
