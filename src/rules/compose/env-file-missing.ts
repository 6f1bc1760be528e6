import { bad, defineRule, good } from '../rule.ts';
import { isMadeFromTemplate, isMissingFor } from '../shared/path.ts';

export default defineRule({
  id: 'env-file-missing',
  area: 'compose',
  severity: 'critical',
  aliases: ['compose-go:env-file-not-found'],
  title: 'A required env file does not exist',
  why: 'Compose refuses to start the project.',
  fix: 'Add the file, or mark it `required: false` when the service can do without.',
  references: ['https://docs.docker.com/reference/compose-file/services/#env_file'],
  on: 'service',
  *check(service, { project, stack }) {
    for (const use of service.envFiles) {
      const path = use.path.value;
      if (use.exists || !use.required || path.includes('$') || /^(?:\/|\.\.|~)/.test(path)) continue;
      const example = [...project.envFiles.values()].find(
        (file) => file.isExample && isFormOf(file.file, path),
      );
      const untracked = project.files.isGitIgnored(path);
      if (!untracked && !isMissingFor(project, stack, path)) continue;
      // Everyone makes the file from its example: documented, and the example says what belongs in it.
      if (example !== undefined || isMadeFromTemplate(project, path)) continue;
      // Portainer writes the variables of its form there.
      if (/(?:^|\/)stack\.env$/.test(path)) continue;
      yield {
        at: use.path.span,
        message: `${service.name} reads ${path}, which does not exist`,
        object: `services.${service.name}.env_file.${path}`,
        // Ignored by git: it is made by hand on each machine.
        severity: untracked || isOwn(path) ? 'medium' : 'critical',
        confidence: untracked || isOwn(path) ? 'possible' : 'likely',
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
              env_file: config/api.env
        `,
      },
      'compose.yaml:4:15',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            env_file:
              - path: local.env
                required: false
              - config/api.env
      `,
      'config/api.env': 'LOG_LEVEL=debug\n',
    }),
    // Portainer writes the one, the installer fills in the other.
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            env_file: [stack.env, conf/api.conf]
      `,
      'templates/api.conf': 'PORT=__PORT__\n',
    }),
  ],
});

function isFormOf(example: string, path: string): boolean {
  const folder = (file: string) => file.slice(0, file.lastIndexOf('/') + 1);
  const stem = path.slice(folder(path).length);
  const name = example.slice(folder(example).length);
  return (
    folder(example) === folder(path) && (name.includes(stem) || stem === '.env' || stem.startsWith('.env.'))
  );
}

/** `.env`, `.db.env`: files that each user makes, whether or not git is told so. */
function isOwn(path: string): boolean {
  return /(?:^|\/)\.(?:[\w-]+\.)?env(?:\.[\w-]+)?$/.test(path);
}
