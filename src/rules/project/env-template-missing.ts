import type { Span } from '../../base/span.ts';
import { bad, defineRule, good } from '../rule.ts';
import { withoutSudo } from '../shared/compose-call.ts';
import { allScripts } from '../shared/documents.ts';
import { isPathMissing } from '../shared/script-path.ts';
import { reworded } from '../shared/word-fix.ts';

const template =
  /(?:^|\/)(?:\.?env[\w.-]*|[\w.-]*\.env)[._-](?:example|sample|template|dist|default)s?$|(?:^|\/)(?:example|sample|template)\.env$/;

export default defineRule({
  id: 'env-template-missing',
  area: 'project',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'The template from which the env file is to be copied does not exist',
  why: 'Nobody but its authors knows which variables the stack needs: the first start fails, or runs with blanks.',
  fix: 'Add the template with every variable that the compose files and the code read.',
  references: ['https://docs.docker.com/compose/how-tos/environment-variables/set-environment-variables/'],
  on: 'project',
  *check(project) {
    const uses = new Map<string, Span[]>();
    for (const script of allScripts(project)) {
      for (const command of script.commands) {
        const [program, ...words] = withoutSudo(command);
        const [source] = words.filter(({ text }) => !text.startsWith('-'));
        if (program?.text !== 'cp' || source === undefined || words.length < 2 || !template.test(source.text))
          continue;
        if (project.files.isGitIgnored(source.text) || !isPathMissing(project, withoutCopy(script), source))
          continue;
        const known = uses.get(source.text);
        if (known === undefined) uses.set(source.text, [source.span]);
        else known.push(source.span);
      }
    }
    for (const [name, [at, ...others]] of uses) {
      if (at === undefined) continue;
      const [example, ...more] = [...project.envFiles.values()].filter(({ isExample }) => isExample);
      const folder = name.slice(0, name.lastIndexOf('/') + 1);
      const base = example?.file.replace(/^.*\//, '') ?? '';
      // One of another name is the form of another file.
      const isAlike = more.length === 0 && stemOf(base) === stemOf(name.slice(folder.length));
      yield {
        at,
        message: `${at.file} copies ${name}, which does not exist`,
        object: `file ${name}`,
        ...reworded(
          project,
          [at, ...others].map((span) => ({ text: name, span })),
          isAlike ? folder + base : undefined,
        ),
        // Where another one exists, people find it.
        severity: example === undefined ? 'medium' : 'low',
        related: [
          ...(example === undefined
            ? []
            : [{ at: { file: example.file, start: 0, end: 0 }, message: 'this template exists' }]),
          ...others.slice(0, 5).map((one) => ({ at: one, message: 'it is named here too' })),
        ],
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
              env_file: .env
        `,
        '.env.sample': `
          LOG_LEVEL=info
        `,
        'README.md': `
          # Shop

          ~~~sh
          cp .env.example .env
          docker compose up -d
          ~~~
        `,
      },
      'README.md:4:4',
      {
        'README.md': `
          # Shop

          ~~~sh
          cp .env.sample .env
          docker compose up -d
          ~~~
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            env_file: .env
      `,
      '.env.example': `
        LOG_LEVEL=info
      `,
      'setup.sh': 'cp .env.example .env\ndocker compose up -d\n',
    }),
  ],
});

/** Copying makes the target: the copies themselves are no sign that the source is made. */
function withoutCopy<
  T extends { readonly commands: readonly { readonly words: readonly { readonly text: string }[] }[] },
>(script: T): T {
  return { ...script, commands: script.commands.filter(({ words }) => words[0]?.text !== 'cp') };
}

/** `.env` of `.env.example`, `api.env` of `api.env.sample`. */
function stemOf(name: string): string {
  return name.replace(/[._-](?:example|sample|template|dist|default)s?$/, '');
}
