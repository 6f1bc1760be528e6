// A stack whose objects the team writes itself: `kubernetes:` in the settings says where they stand.
import { basename } from 'node:path';
import { SeaworthyError } from '../base/errors.ts';
import { lineStarts, located, positionAt } from '../base/span.ts';
import type { ReadProblem } from '../model/artifact.ts';
import type { Project } from '../model/project.ts';
import type { Stack } from '../model/service.ts';
import type { KubernetesSetting, Settings } from '../model/settings.ts';
import { checkedSettings } from '../read/settings/check.ts';
import { readSettings } from '../read/settings/settings.ts';

/** Of the environment, and where it is silent that of all. */
export function kubernetesSetting(
  settings: Settings | undefined,
  environment: string | undefined,
): KubernetesSetting | undefined {
  const own = environment === undefined ? undefined : settings?.environments.get(environment)?.kubernetes;
  const base = settings?.kubernetes;
  if (own === undefined) return base;
  return {
    span: own.span,
    namespace: own.namespace ?? base?.namespace,
    registry: own.registry ?? base?.registry,
    from: own.from ?? base?.from,
  };
}

/** `k8s/web.yaml:3:9: what is wrong; what to do`. */
export function placedLine(text: string, { span, message, hint }: ReadProblem): string {
  const { line, column } = positionAt(lineStarts(text), span.start);
  return `${span.file}:${line}:${column}: ${message}; ${hint}`;
}

/** The stack of a folder without compose files, whose settings name manifests; undefined where they name none. */
export function withoutCompose(
  project: Project,
  given: { readonly name: string | undefined; readonly environment: string | undefined },
): { readonly project: Project; readonly stack: Stack } | undefined {
  const file = ['seaworthy.yaml', 'seaworthy.yml'].find((name) => project.files.kind(name) === 'file');
  const text = file === undefined ? undefined : project.files.text(file, 1_000_000);
  if (file === undefined || text === undefined) return undefined;
  const read = checkedSettings(readSettings(file, text), [], (path) => project.files.kind(path) === 'file');
  if (given.environment !== undefined && !read.environments.has(given.environment))
    throw new SeaworthyError('CONFIG_INVALID', `there is no environment ${given.environment}`, {
      hint: `The settings have ${[...read.environments.keys()].join(', ') || 'none'}.`,
    });
  if (kubernetesSetting(read, given.environment)?.from === undefined) return undefined;
  // Nothing else can run manifests.
  const settings = { ...read, engine: read.engine ?? located('kubernetes' as const, read.span) };
  const texts = new Map([...project.texts, [file, { file, text }] as const]);
  const name = given.name ?? settings.stack?.value ?? stackNameOf(project.root);
  // Not a copy: parts of a project are read when they are asked for.
  const own: Project = Object.create(project, { settings: { value: settings }, texts: { value: texts } });
  return { project: own, stack: emptyStack(name, given.environment, file) };
}

/** As docker compose makes a name of a folder. */
function stackNameOf(root: string): string {
  const name = basename(root)
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '');
  return name.replace(/^[_-]+/, '') || 'stack';
}

function emptyStack(name: string, environment: string | undefined, file: string): Stack {
  return {
    name,
    folder: '',
    environment,
    files: [],
    services: new Map(),
    networks: new Map(),
    volumes: new Map(),
    secrets: new Map(),
    configs: new Map(),
    variables: [],
    environmentVariables: new Map(),
    extension: undefined,
    problems: [],
    resolved: { kind: 'map', span: { file, start: 0, end: 0 }, entries: new Map() },
  };
}
