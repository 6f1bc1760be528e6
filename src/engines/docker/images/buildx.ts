// Where buildx is: a plugin of the Docker client, which runs by itself too.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { listAt } from '../../../base/json.ts';
import { configFolder, dockerConfig } from '../contexts.ts';
import { runProgram } from './program.ts';

export interface Buildx {
  readonly path: string;
  /** `v0.13.1`, as it says itself. */
  readonly version: string;
}

/** As the client looks for plugins, in its order, then on PATH. */
const systemFolders = ['/usr/local/lib', '/usr/local/libexec', '/usr/lib', '/usr/libexec'].map(
  (folder) => `${folder}/docker/cli-plugins`,
);

const deadlineMs = 10_000;

/** Undefined where there is none that runs. @throws SeaworthyError CONFIG_INVALID for a client configuration that is no JSON. */
export async function findBuildx(
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<Buildx | undefined> {
  const extra = listAt(dockerConfig(env), 'cliPluginsExtraDirs').filter((one) => typeof one === 'string');
  const folders = [
    join(configFolder(env), 'cli-plugins'),
    ...extra,
    ...systemFolders,
    ...(env['PATH'] ?? '').split(delimiter),
  ];
  for (const folder of folders.filter((one) => one !== '')) {
    const path = join(folder, 'docker-buildx');
    if (!isExecutable(path)) continue;
    const { exitCode, stdout } = await runProgram([path, 'version'], {
      env,
      signal,
      inactivityMs: deadlineMs,
    });
    const version = /\bv?\d+\.\d+[\w.+~-]*/.exec(stdout)?.[0];
    if (exitCode === 0) return { path, version: version ?? 'unknown' };
  }
  return undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
