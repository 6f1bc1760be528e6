import { literal } from '../../base/text.ts';
import type { Project } from '../../model/project.ts';
import type { ScriptWord } from '../../model/script.ts';
import { bad, defineRule, good } from '../rule.ts';
import { allScripts } from '../shared/documents.ts';

export default defineRule({
  id: 'build-context-git-ignored',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A service is built from a folder that git ignores',
  why: 'The folder is on the machine of whoever wrote the file and in no clone: CI, colleagues and the server cannot build the service.',
  fix: 'Track the folder, make it a submodule, or have a script fetch it.',
  references: ['https://git-scm.com/docs/gitignore'],
  joins: 'file',
  on: 'service',
  *check(service, { project }) {
    const { build, image, enabled } = service;
    // With an image as well, compose tries to pull it first.
    if (!enabled || build === undefined || build.isRemote || image !== undefined) return;
    const folder = build.context.value;
    if (folder.startsWith('..') || !project.files.isGitIgnored(folder)) return;
    if (project.files.kind(folder) !== undefined || isFetched(project, folder)) return;
    yield {
      at: build.context.span,
      message: `${service.name} builds from ${folder}, which git ignores and which is not here`,
      object: `services.${service.name}.build.context`,
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build: ./services/api
            web:
              build: { context: ./services/web }
        `,
        '.gitignore': 'services/\n',
      },
      ['compose.yaml:3:12', 'compose.yaml:5:23'],
    ),
    good({
      'compose.yaml': `
        services:
          api:
            build: ./services/api
          web:
            image: ghcr.io/acme/web:1.4.2
            build: ./services/web
          docs:
            build: ./generated/docs
      `,
      '.gitignore': 'services/\ngenerated/\n',
      'fetch.sh': 'git clone https://github.com/acme/api.git services/api\n',
      Makefile: 'docs:\n\tdocker run --rm -v "$PWD/generated/docs:/out" ghcr.io/acme/docs:1.4.2\n',
    }),
  ],
});

/** Submodules are fetched; a command of a script or document fetches the folder by name, or may make it. */
function isFetched(project: Project, folder: string): boolean {
  if (project.files.kind('.gitmodules') !== undefined) return true;
  const name = literal(folder.slice(folder.lastIndexOf('/') + 1));
  const named = new RegExp(`(?:^|[/\\s])${name}(?:\\.git)?(?:[/:]|$)`);
  const shell = project.files.below('').filter((file) => /\.(?:ba)?sh$/.test(file));
  const scripts = [...allScripts(project), ...shell.flatMap((file) => project.scriptAt(file) ?? [])];
  return scripts.some(({ commands }) =>
    commands.some(({ words }) => !isCompose(words) && words.some(({ text }) => named.test(text))),
  );
}

/** Their services have the names of their folders. */
function isCompose([program, verb]: readonly ScriptWord[]): boolean {
  return program?.text === 'docker-compose' || (program?.text === 'docker' && verb?.text === 'compose');
}
