import type { EnvFile } from '../../model/env-file.ts';
import type { Project } from '../../model/project.ts';
import type { Stack } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { withKeys } from '../shared/env-fix.ts';
import { isPlatformVariable } from '../shared/source.ts';
import { safeFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'variable-not-in-example',
  area: 'env',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'The compose file needs a variable that the example env file does not name',
  why: 'Whoever starts from a copy of the example gets a blank value or an error, on every machine but yours.',
  fix: 'Add the variable to the example, with a harmless value.',
  references: ['https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/'],
  on: 'stack',
  *check(stack, { project }) {
    const example = exampleOf(project, stack);
    if (example === undefined) return;
    const named = namesOf(example);
    const told = new Set<string>();
    const missing: (typeof stack.variables)[number][] = [];
    for (const use of stack.variables) {
      if (use.form === 'default' || use.form === 'alternative' || told.has(use.name)) continue;
      told.add(use.name);
      // What is defined nowhere is told by the rules on undefined variables.
      if (use.from !== 'env-file' || named.has(use.name) || isPlatformVariable(use.name)) continue;
      // Env files of tests may use variables too; the example is for who starts the stack.
      const isOwn = stack.files.includes(use.span.file) && /(?:^|\/)\.env$/.test(use.definedAt?.file ?? '');
      if (!isOwn) continue;
      missing.push(use);
    }
    for (const use of missing) {
      yield {
        at: use.span,
        message: `variable ${use.name} has no default, and ${example.file} does not name it`,
        object: `variable ${use.name}`,
        related: [
          ...(use.definedAt === undefined ? [] : [{ at: use.definedAt, message: 'it is set only here' }]),
          { at: { file: example.file, start: 0, end: 0 }, message: 'this file is what others start from' },
        ],
        ...safeFix(
          'Name the missing variables in the example',
          withKeys(
            project,
            example,
            missing.map(({ name }) => name),
          ),
        ),
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:\${API_TAG}
              environment:
                API_TOKEN: \${API_TOKEN}
                MAIL_HOST: \${MAIL_HOST}
        `,
        '.env': 'API_TAG=1.4.2\nAPI_TOKEN=local\nMAIL_HOST=mail\n',
        '.env.example': 'API_TAG=\nAPI_TOKEN=\n',
      },
      'compose.yaml:6:18',
      {
        '.env.example': `
          API_TAG=
          API_TOKEN=
          MAIL_HOST=
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:\${API_TAG}
            environment:
              API_TOKEN: \${API_TOKEN}
              MAIL_HOST: \${MAIL_HOST:-mail}
      `,
      '.env': 'API_TAG=1.4.2\nAPI_TOKEN=local\nMAIL_HOST=mail\n',
      '.env.example': 'API_TAG=\nAPI_TOKEN=\n',
    }),
  ],
});

function namesOf(file: EnvFile): ReadonlySet<string> {
  return new Set(file.entries.map(({ name }) => name.value));
}

/** The only example beside the compose file, when it is about this stack: it names two of its variables or more. */
function exampleOf(project: Project, stack: Stack): EnvFile | undefined {
  const prefix = stack.folder === '' ? '' : `${stack.folder}/`;
  const examples = [...project.envFiles.values()].filter(
    ({ file, isExample }) => isExample && file.startsWith(prefix) && !file.slice(prefix.length).includes('/'),
  );
  const [example] = examples;
  if (examples.length !== 1 || example === undefined) return undefined;
  const used = new Set(stack.variables.map(({ name }) => name));
  const shared = [...namesOf(example)].filter((name) => used.has(name));
  return shared.length >= 2 ? example : undefined;
}
