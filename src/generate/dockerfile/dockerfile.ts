// Dockerfiles for programs that have none, or one that is to be replaced.
import { posix } from 'node:path';
import { SeaworthyError } from '../../base/errors.ts';
import type { Program } from '../../model/program.ts';
import type { Project } from '../../model/project.ts';
import type { Generated, GeneratedFile, Generator, Note } from '../generator.ts';
import { goStages } from './go.ts';
import { healthcheckLines, type Reached, reachedAt } from './health.ts';
import { ignoreFile } from './ignore.ts';
import { javaStages } from './java.ts';
import { nodeStages } from './node.ts';
import { pagesLines } from './pages.ts';
import { pythonStages } from './python.ts';
import type { Stages } from './stages.ts';
import { type Chosen, versionFor } from './versions-table.ts';

export const generator: Generator = {
  generate({ project, asked }): Generated {
    const wanted = wantedPrograms(project, asked.list('folder'));
    const files: GeneratedFile[] = [];
    const notes: Note[] = [];
    for (const { program, dockerfile } of wanted) {
      const where = program.folder === '' ? 'the program at the root' : program.folder;
      if (program.unclear !== undefined) {
        notes.push({ kind: 'decide', text: `${where} gets no Dockerfile: ${program.unclear}` });
        continue;
      }
      const reached = reachedOf(program);
      files.push({ path: dockerfile, text: dockerfileOf(program, reached) });
      const ignore = posix.join(program.folder, '.dockerignore');
      if (project.files.kind(ignore) === undefined) files.push({ path: ignore, text: ignoreFile(program) });
      notes.push(...notesOf(program, reached, where));
    }
    return { files, notes };
  },
};

interface Wanted {
  readonly program: Program;
  readonly dockerfile: string;
}

/** Those that are named, else those that no Dockerfile is there for. @throws SeaworthyError USAGE */
function wantedPrograms(project: Project, folders: readonly string[]): readonly Wanted[] {
  const all = project.programs.map((program) => ({ program, dockerfile: placeOf(project, program) }));
  if (folders.length > 0) {
    return folders.map((given) => {
      const folder = posix.normalize(given).replace(/^\.$|^\.\/|\/$/g, '');
      const found = all.find(({ program }) => program.folder === folder);
      if (found !== undefined) return found;
      throw new SeaworthyError('USAGE', `no program is found in ${given}`, {
        hint: 'It would have a package.json, pyproject.toml, requirements.txt, go.mod, pom.xml, build.gradle or index.html, and something that says how it starts.',
        detail: all.map(({ program }) => program.folder),
      });
    });
  }
  const lacking = all.filter(({ program }) => !isBuilt(project, program));
  if (lacking.length > 0) return lacking;
  throw new SeaworthyError(
    'USAGE',
    all.length === 0 ? 'no program is found here' : 'every program has its Dockerfile',
    {
      hint: 'Name the folder of one that is to be made anew: --folder services/api --force.',
      detail: all.map(({ program }) => program.folder),
    },
  );
}

/** Where compose looks for it; in the program's own folder otherwise. */
function placeOf({ builds }: Project, { folder }: Program): string {
  const build = builds.find(
    ({ context, service }) => context === folder && service.build?.inline === undefined,
  );
  return build?.service.build?.dockerfile.value ?? posix.join(folder, 'Dockerfile');
}

function isBuilt({ dockerfiles, builds }: Project, { folder }: Program): boolean {
  const isInside = (file: string) => (folder === '' ? !file.includes('/') : file.startsWith(`${folder}/`));
  if ([...dockerfiles.keys()].some((file) => isInside(file))) return true;
  return builds.some(({ context, dockerfile }) => context === folder && dockerfile !== undefined);
}

/** The server of pages listens on 8080 whatever their sources do. */
function reachedOf(program: Program): Reached {
  if (program.kind !== 'static' && program.pages === undefined) return reachedAt(program);
  return { port: 8080, variable: undefined, route: '/' };
}

function dockerfileOf(program: Program, reached: Reached): string {
  const chosen = versionFor(program);
  const { builder, runtime, user, command } = stagesOf(program, chosen);
  const healthKind = program.pages === undefined ? program.kind : 'static';
  const head =
    program.kind === 'static' ? [] : [`# ${languages[program.kind]} ${chosen.version}: ${chosen.because}.`];
  const lines = [
    ...head,
    ...builder,
    ...(builder.length === 0 ? [] : ['']),
    ...runtime,
    ...(user === undefined
      ? []
      : ['# By number: Kubernetes can then tell that it is not root.', `USER ${user}`]),
    ...(reached.port === undefined ? [] : [`EXPOSE ${reached.port}`]),
    ...healthcheckLines(healthKind, reached),
    ...(command === undefined
      ? []
      : [
          '',
          '# Without a shell between, signals reach the program.',
          `CMD ${JSON.stringify(command).replaceAll('","', '", "')}`,
        ]),
  ];
  return `${lines.join('\n')}\n`;
}

const languages = { node: 'Node', python: 'Python', go: 'Go', java: 'Java' } as const;

function stagesOf(program: Program, { version }: Chosen): Stages {
  switch (program.kind) {
    case 'node':
      return nodeStages(program, `node:${version}-slim`);
    case 'python':
      return pythonStages(program, `python:${version}-slim`);
    case 'go':
      return goStages(program, `golang:${version}-alpine`);
    case 'java':
      return javaStages(program, version);
    case 'static':
      return { builder: [], runtime: pagesLines(undefined), user: undefined };
  }
}

function notesOf(program: Program, { port, route }: Reached, where: string): readonly Note[] {
  const notes: Note[] = [];
  if (port === undefined)
    notes.push({
      kind: 'decide',
      text: `${where}: nothing says on which port it listens, so that it has no health check`,
    });
  else if (route === undefined)
    notes.push({
      kind: 'decide',
      text: `${where}: no route says how it is; the health check only asks whether port ${port} is open`,
    });
  if (program.lock === undefined && program.kind === 'node')
    notes.push({
      kind: 'decide',
      text: `${where}: without a lock file each build may install other versions`,
    });
  return notes;
}
