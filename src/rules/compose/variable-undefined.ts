import type { Edit } from '../../base/edit.ts';
import type { Span } from '../../base/span.ts';
import { nearest } from '../../base/text.ts';
import type { Project } from '../../model/project.ts';
import type { Stack } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isPlatformVariable } from '../shared/source.ts';
import { reviewFix, swapped } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'variable-undefined',
  area: 'compose',
  severity: 'medium',
  confidence: 'likely',
  aliases: ['compose-go:interpolation'],
  title: 'A variable is used without default and defined nowhere',
  why: 'Compose puts an empty text in its place with only a warning, and the service starts with a blank value.',
  fix: 'Define the variable in `.env` (and name it in `.env.example`), or give it a default with `:-`.',
  references: ['https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/'],
  joins: 'file',
  on: 'stack',
  *check(stack, { project }) {
    const defined = definedNames(project);
    const told = new Set<string>();
    for (const use of stack.variables) {
      if (use.form !== 'plain' || use.from !== undefined || told.has(use.name)) continue;
      told.add(use.name);
      if (defined.has(use.name) || isPlatformVariable(use.name)) continue;
      const near = nearest(use.name, defined.keys());
      // Without any env file the values are meant to come from outside.
      if (near === undefined && defined.size === 0) continue;
      const at = near === undefined ? undefined : defined.get(near);
      const isNear = near !== undefined && isMisspelt(use.name, near);
      const refused = hasEnvFile(project, stack) && isRefused(stack, use.name);
      yield {
        at: use.span,
        message: `variable ${use.name} has no default and no env file defines it${refused ? ': docker compose refuses the blank' : ''}`,
        object: `variable ${use.name}`,
        severity: isNear || refused ? 'high' : 'medium',
        ...(isNear ? reviewFix(`Use ${near}`, ...renamed(project, stack, use.name, near)) : {}),
        ...(at === undefined ? {} : { related: [{ at, message: `${near} is defined here` }] }),
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
              environment:
                API_TOKEN: \${API_TOKN}
        `,
        '.env': 'API_TOKEN=from-vault\n',
      },
      'compose.yaml:5:18',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              environment:
                API_TOKEN: \${API_TOKEN}
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              environment:
                PORT: \${API_PORT}
              ports: ["\${API_PORT}:\${API_PORT}"]
        `,
        '.env.example': 'LOG_LEVEL=info\n',
      },
      'compose.yaml:5:13',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              command: >
                serve --token "$API_TOKN"
                --level info
        `,
        '.env': `
          API_TOKEN=
        `,
      },
      'compose.yaml:5:22',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              command: >
                serve --token "$API_TOKEN"
                --level info
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              environment:
                API_TOKEN: \${API_TOKN}
                LOGIN: "robot:\${API_TOKN}@\${API_TOKN:-none}"
            worker:
              image: ghcr.io/acme/worker:1.4.2
              environment:
                - API_TOKEN=$API_TOKN # its own
        `,
        '.env': 'API_TOKEN=from-vault\n',
      },
      'compose.yaml:5:18',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              environment:
                API_TOKEN: \${API_TOKEN}
                LOGIN: "robot:\${API_TOKEN}@\${API_TOKEN:-none}"
            worker:
              image: ghcr.io/acme/worker:1.4.2
              environment:
                - API_TOKEN=$API_TOKEN # its own
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:\${TAG:-1.4.2}
            environment:
              API_TOKEN: \${API_TOKEN}
              MODE: \${MODE-}
      `,
      '.env.example': 'API_TOKEN=\n',
    }),
  ],
});

/** An env file beside the stack, or its example, says what everyone sets: what it leaves out nobody does. */
function hasEnvFile({ envFiles }: Project, { folder }: Stack): boolean {
  return [...envFiles.keys()].some((file) => file.slice(0, Math.max(0, file.lastIndexOf('/'))) === folder);
}

/** With nothing in its place a value is none that docker compose takes: `"${PORT}:${PORT}"` becomes `":"`. */
function isRefused({ variables, problems }: Stack, name: string): boolean {
  const refused = problems.filter(({ code, accepted }) => code === 'invalid-value' && accepted !== true);
  return variables.some(
    (use) =>
      use.name === name &&
      refused.some(
        ({ span }) => span.file === use.span.file && span.start <= use.span.start && span.end >= use.span.end,
      ),
  );
}

/** Everywhere in the stack: left in one place the name would be as unknown as before. */
function renamed(
  project: Project,
  { variables }: Stack,
  name: string,
  to: string,
): readonly (Edit | undefined)[] {
  const edits = variables
    .filter((use) => use.name === name && use.from === undefined)
    .map((use) => swapped(project, use, name, to));
  const isRepeated = (edit: Edit | undefined, index: number) =>
    edits.findIndex((one) => one?.span.file === edit?.span.file && one?.span.start === edit?.span.start) !==
    index;
  return edits.filter((edit, index) => edit === undefined || !isRepeated(edit, index));
}

/** Names in all env files of the repository, forms to fill in included. */
function definedNames(project: Project): ReadonlyMap<string, Span> {
  const names = new Map<string, Span>();
  for (const file of project.envFiles.values()) {
    for (const entry of file.entries) names.set(entry.name.value, entry.name.span);
  }
  return names;
}

/** Names that differ in a letter or two at one place; `SES_PASSWORD` and `SMTP_PASSWORD` are two things. */
function isMisspelt(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  return Math.max(a.length, b.length) - start - end <= 2;
}
