import type { Span } from '../../base/span.ts';
import type { Project } from '../../model/project.ts';
import type { EnvEntry, Service } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { removeVariable } from '../shared/service-fix.ts';
import { writtenAt } from '../shared/source-text.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'env-file-value-blanked',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A value from an env file is replaced by an empty one',
  why: 'Compose does not look into `env_file` to fill in variables: this one stays empty and wins over the value in the file.',
  fix: 'Leave the key out under `environment`, or put the value where compose interpolates from: `.env` beside the compose file.',
  references: ['https://docs.docker.com/compose/how-tos/environment-variables/envvars-precedence/'],
  on: 'service',
  *check(service, { project }) {
    if (!service.enabled) return;
    for (const entry of service.environment.values()) {
      const { value } = entry;
      if (value === undefined || value.value !== '' || !isUnmeant(project, entry)) continue;
      const lost = valueInFiles(project, service, entry.name, value.span.file);
      if (lost === undefined) continue;
      yield {
        at: value.span,
        message: `${entry.name} of ${service.name} is empty here, which replaces the value from ${lost.file}`,
        object: `services.${service.name}.environment.${entry.name}`,
        related: [{ at: lost, message: `${entry.name} has a value here` }],
        ...reviewFix('Leave it to the file', removeVariable(project, service, entry)),
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              env_file: api.env
              environment:
                MAIL_HOST: \${MAIL_HOST}
        `,
        'api.env': 'MAIL_HOST=smtp.example.com\n',
      },
      'compose.yaml:6:18',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              env_file: api.env
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              env_file: [api.env]
              environment:
                - LOG_LEVEL=info
                - API_TOKEN=\${API_TOKEN}
                # the rest is in the file
        `,
        'api.env': `
          API_TOKEN=abc
        `,
      },
      'compose.yaml:7:19',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              env_file: [api.env]
              environment:
                - LOG_LEVEL=info
                # the rest is in the file
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            env_file: [.env, api.env]
            environment:
              MAIL_HOST: \${MAIL_HOST}
              MAIL_USER: ""
      `,
      '.env': 'MAIL_HOST=smtp.example.com\n',
      'api.env': 'MAIL_USER=shop\n',
    }),
  ],
});

/** An empty text that someone wrote down is meant; one that a variable leaves is not. */
function isUnmeant(project: Project, entry: EnvEntry): boolean {
  return (
    entry.from === 'environment' &&
    entry.value !== undefined &&
    writtenAt(project, entry.value.span).includes('$')
  );
}

function valueInFiles(project: Project, service: Service, name: string, but: string): Span | undefined {
  for (const { path } of [...service.envFiles].reverse()) {
    if (path.value === but) continue;
    const entry = project.envFiles.get(path.value)?.entries.findLast((one) => one.name.value === name);
    if (entry?.value !== undefined && entry.value.value !== '') return entry.span;
  }
  return undefined;
}
