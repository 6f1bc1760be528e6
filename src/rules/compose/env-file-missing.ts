import type { Edit } from '../../base/edit.ts';
import type { BuildLink, Project } from '../../model/project.ts';
import type { EnvFileUse, Service } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { envReadsOf } from '../shared/env-reads.ts';
import { isMadeFromTemplate, isMissingFor } from '../shared/path.ts';
import { writtenAt } from '../shared/source-text.ts';
import { isBrought, reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'env-file-missing',
  area: 'compose',
  severity: 'critical',
  aliases: ['compose-go:env-file-not-found'],
  title: 'A required env file does not exist',
  why: 'Compose refuses to start the project.',
  fix: 'Add the file, or mark it `required: false` when the service can do without.',
  references: ['https://docs.docker.com/reference/compose-file/services/#env_file'],
  joins: 'file',
  on: 'service',
  *check(service, { project, stack, link }) {
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
        ...(isWholeWithout(service, link) ? reviewFix('Go on without it', optional(project, use)) : {}),
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
    // Its code asks for nothing that is not given elsewhere.
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build: .
              env_file:
                - ./conf/api.env # per host
              environment: { PORT: "3000" }
        `,
        Dockerfile: `
          FROM node:22.11-alpine
          COPY server.js ./
          CMD ["node", "server.js"]
        `,
        'server.js': "require('node:http').createServer().listen(process.env.PORT || 3000);\n",
      },
      'compose.yaml:5:9',
      {
        'compose.yaml': `
          services:
            api:
              build: .
              env_file:
                - { path: ./conf/api.env, required: false } # per host
              environment: { PORT: "3000" }
        `,
      },
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

/** True when the code of the service asks for nothing that is not given elsewhere. */
function isWholeWithout({ environment, envFiles }: Service, link: BuildLink | undefined): boolean {
  if (link === undefined || link.sources.length === 0 || envFiles.length > 1) return false;
  return envReadsOf(link).every(({ name, hasDefault }) => environment.has(name) || hasDefault);
}

/** The file in the long form, as one that may be missing. */
function optional(project: Project, { path }: EnvFileUse): Edit | undefined {
  const text = project.texts.get(path.span.file)?.text ?? '';
  const written = writtenAt(project, path.span);
  const before = text.slice(text.lastIndexOf('\n', path.span.start - 1) + 1, path.span.start);
  if (isBrought(path) || !/^["']?[\w./-]+["']?$/.test(written)) return undefined;
  const long = `{ path: ${written}, required: false }`;
  if (/^\s*-\s+$/.test(before)) return { span: path.span, text: long };
  return /env_file:\s+$/.test(before) ? { span: path.span, text: `[${long}]` } : undefined;
}
