import type { Located } from '../../base/span.ts';
import { nearest } from '../../base/text.ts';
import type { Problem } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { entriesOf } from '../shared/environment.ts';
import { isProvided } from '../shared/mounts.ts';
import { addToList } from '../shared/service-fix.ts';
import { renamedAt, reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'secret-path-not-mounted',
  area: 'compose',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'A variable points to a secret that the service is not given',
  why: 'The file is not there in the container: official images stop at start, and others go on without the secret.',
  fix: 'List the secret under `secrets` of the service, or correct the path.',
  references: ['https://docs.docker.com/compose/how-tos/use-secrets/'],
  on: 'stack',
  *check(stack, { project }) {
    for (const { entry, value, services } of entriesOf(stack)) {
      const path = value.value.trim();
      if (entry.from !== 'environment' || !/^\/(?:var\/)?run\/secrets\/[\w.-]+$/.test(path)) continue;
      const given = services.flatMap((name) => stack.services.get(name) ?? []);
      // A block that services share is for whoever has the secret.
      if (given.some((service) => isProvided(service, path))) continue;
      const [first] = given;
      if (first === undefined) continue;
      yield {
        at: value.span,
        message: `${first.name} reads ${path} in ${entry.name}, but is not given such a secret`,
        object: `services.${first.name}.environment.${entry.name}`,
        related: [{ at: placeToName(first), message: `${first.name} ${whatIsGiven(first)}` }],
        ...(given.length === 1 ? secretFix(project, stack, first, { ...value, value: path }) : {}),
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:16.4
              environment:
                POSTGRES_PASSWORD_FILE: /run/secrets/db_password
              secrets: [db_pass]
          secrets:
            db_pass: {file: ./db_password.txt}
        `,
        'db_password.txt': 'x\n',
      },
      'compose.yaml:5:31',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:16.4
              secrets:
              - admin # for the backups
              environment:
                POSTGRES_PASSWORD_FILE: /run/secrets/db-password
            api:
              image: ghcr.io/acme/api:1.4.2
              secrets: [session-key]
              environment: ["KEY_FILE=/run/secrets/sesion-key"]
          secrets:
            admin: { file: ./admin.txt }
            db-password: { file: ./db.txt }
            session-key: { environment: KEY }
        `,
      },
      ['compose.yaml:7:31', 'compose.yaml:11:29'],
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:16.4
              secrets:
              - admin # for the backups
              - db-password
              environment:
                POSTGRES_PASSWORD_FILE: /run/secrets/db-password
            api:
              image: ghcr.io/acme/api:1.4.2
              secrets: [session-key]
              environment: ["KEY_FILE=/run/secrets/session-key"]
          secrets:
            admin: { file: ./admin.txt }
            db-password: { file: ./db.txt }
            session-key: { environment: KEY }
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:16.4
              environment:
                POSTGRES_PASSWORD_FILE: /run/secrets/db_password
              secrets: [db_pasword]
          secrets:
            db_password: {file: ./db_password.txt}
        `,
        'db_password.txt': 'x\n',
      },
      'compose.yaml:5:31',
    ),
    good({
      'compose.yaml': `
        services:
          db:
            image: postgres:16.4
            environment:
              POSTGRES_PASSWORD_FILE: /run/secrets/db_password
            secrets: [db_password]
          api:
            image: ghcr.io/acme/api:1.4.2
            environment:
              TOKEN_FILE: /run/secrets/token
            secrets: [{source: api_token, target: token}]
        secrets:
          db_password: {file: ./db_password.txt}
          api_token: {environment: API_TOKEN}
      `,
      'db_password.txt': 'x\n',
    }),
  ],
});

function placeToName(service: Service) {
  return service.keys.get('secrets') ?? service.nameSpan;
}

function whatIsGiven({ secrets }: Service): string {
  return secrets.length === 0
    ? 'is given no secrets'
    : `is given ${secrets.map(({ name }) => name).join(', ')}`;
}

/** A secret that the stack defines is given to the service; a name that is nearly one of its own is misspelt. */
function secretFix(
  project: Project,
  stack: Stack,
  service: Service,
  path: Located<string>,
): Pick<Problem, 'fix'> {
  const name = path.value.replace(/^.*\//, '');
  // A name that is no secret's may be a slip of the very one that is missing.
  if (service.secrets.some((secret) => !stack.secrets.has(secret.name))) return {};
  if (stack.secrets.has(name)) {
    return reviewFix(`Give it secret ${name}`, addToList(project, service, 'secrets', name));
  }
  const near = nearest(
    name,
    service.secrets.map((secret) => (secret.target ?? secret.name).replace(/^.*\//, '')),
  );
  if (near === undefined) return {};
  const folder = path.value.slice(0, -name.length);
  return reviewFix(`Read ${near}`, renamedAt(project, path.span, path.value, folder + near));
}
