// A program for Python: what it is installed from, and the server that its framework is started with.
import type { BuildTool, Program } from '../../model/program.ts';
import { joinPath } from '../paths.ts';
import { type ProgramFolder, versionFile } from './folder.ts';

export function readPythonProgram(folder: ProgramFolder): Program | undefined {
  const names = requirementsOf(folder);
  const started = startOf(folder, names);
  if (started === undefined) return undefined;
  const { tool, manifests, lock } = installedFrom(folder);
  return {
    folder: folder.folder,
    kind: 'python',
    tool,
    version: versionOf(folder),
    manifests,
    lock,
    start: started.start,
    defaultPort: started.port,
    build: undefined,
    pages: undefined,
    unclear: undefined,
    sources: folder.sources,
  };
}

function installedFrom(folder: ProgramFolder): {
  readonly tool: BuildTool;
  readonly manifests: readonly string[];
  readonly lock: string | undefined;
} {
  const of = (tool: BuildTool, manifest: string, lock: string) => ({
    tool,
    manifests: [manifest, lock],
    lock,
  });
  if (folder.has('uv.lock')) return of('uv', 'pyproject.toml', 'uv.lock');
  if (folder.has('poetry.lock')) return of('poetry', 'pyproject.toml', 'poetry.lock');
  if (folder.has('Pipfile.lock')) return of('pipenv', 'Pipfile', 'Pipfile.lock');
  if (folder.has('requirements.txt'))
    return { tool: 'pip', manifests: ['requirements.txt'], lock: undefined };
  return { tool: 'none', manifests: ['pyproject.toml'], lock: undefined };
}

function versionOf(folder: ProgramFolder): Program['version'] {
  const own = versionFile(folder, ['.python-version']);
  if (own !== undefined) return own;
  const project = folder.text('pyproject.toml') ?? '';
  const text =
    /^requires-python\s*=\s*["']([^"'\n]+)["']/m.exec(project)?.[1] ??
    /^python\s*=\s*["']([^"'\n]+)["']/m.exec(project)?.[1];
  return text === undefined ? undefined : { text, file: joinPath(folder.folder, 'pyproject.toml') };
}

function requirementsOf(folder: ProgramFolder): ReadonlySet<string> {
  const listed = (folder.text('requirements.txt') ?? '').matchAll(/^\s*([A-Za-z][\w.-]*)/gm);
  const named = `${folder.text('pyproject.toml') ?? ''}\n${folder.text('Pipfile') ?? ''}`.matchAll(
    /["']([A-Za-z][\w.-]*)(?:\[[^\]]*\])?\s*(?:[<>=~!;@ ][^"'\n]*)?["']|^([A-Za-z][\w.-]*)\s*=/gm,
  );
  const all = [...listed, ...named].map(([, first, second]) => (first ?? second ?? '').toLowerCase());
  return new Set(all);
}

interface Started {
  readonly start: readonly string[];
  readonly port: number | undefined;
}

/** Where the frameworks' servers listen in the commands below. */
const port = 8000;
const bound = ['--bind', `0.0.0.0:${port}`];

function startOf(folder: ProgramFolder, names: ReadonlySet<string>): Started | undefined {
  const files = folder.code.filter((file) => file.endsWith('.py') && !/(?:^|\/)tests?(?:\/|_)/.test(file));
  const wsgi = folder.has('manage.py') ? files.find((file) => /^[\w/]+\/wsgi\.py$/.test(file)) : undefined;
  if (wsgi !== undefined && names.has('gunicorn'))
    return { start: ['gunicorn', ...bound, moduleOf(wsgi)], port };
  const made = appIn(folder, files, /^(\w+)\s*(?::\s*\w+\s*)?=\s*(?:FastAPI|Starlette|Litestar)\(/m);
  if (made !== undefined && (names.has('uvicorn') || names.has('fastapi')))
    return { start: ['uvicorn', made, '--host', '0.0.0.0', '--port', String(port)], port };
  const flask = appIn(folder, files, /^(\w+)\s*(?::\s*\w+\s*)?=\s*(?:flask\.)?Flask\(/m);
  if (flask !== undefined && names.has('gunicorn')) return { start: ['gunicorn', ...bound, flask], port };
  const main = ['main.py', 'app.py', 'server.py', 'run.py', 'src/main.py'].find((file) => folder.has(file));
  return main === undefined || !/__main__|\.run\(|serve/.test(folder.text(main) ?? '')
    ? undefined
    : { start: ['python', main], port: undefined };
}

function moduleOf(file: string): string {
  return file.replace(/\.py$/, '').replaceAll('/', '.');
}

/** `module:variable` of the application that a file makes at its top level, the nearest file first. */
function appIn(folder: ProgramFolder, files: readonly string[], pattern: RegExp): string | undefined {
  const depth = (file: string) => file.split('/').length;
  for (const file of files.toSorted((a, b) => depth(a) - depth(b)).slice(0, 60)) {
    const name = pattern.exec(folder.text(file) ?? '')?.[1];
    if (name !== undefined) return `${moduleOf(file)}:${name}`.replace(/^(.*)\.__init__:/, '$1:');
  }
  return undefined;
}
