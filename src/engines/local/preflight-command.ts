// Whether what a unit runs is on this host.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { UnitSpec } from '../../model/unit.ts';
import type { Obstacle } from '../engine.ts';
import { findProgram, type HostCommand, hostCommand, isFolder, keptPath } from './command.ts';
import { isFields } from './fields.ts';

/** The real folder is what counts; an earlier release whose folder has changed since runs from its kept copy. */
export function commandObstacle(unit: UnitSpec): Obstacle | undefined {
  const { build } = unit;
  if (build?.kept === undefined) return obstacleOf(unit);
  const obstacle = obstacleOf({ ...unit, build: { ...build, kept: undefined } });
  if (obstacle === undefined || !isFolder(build.kept)) return obstacle;
  return obstacleOf(unit) === undefined ? undefined : obstacle;
}

function obstacleOf(unit: UnitSpec): Obstacle | undefined {
  const { service, build } = unit;
  if (build !== undefined && !isFolder(keptPath(build, build.context))) {
    return {
      service,
      message: `${service}: build context ${build.context} is missing`,
      hint: 'Check build.context.',
    };
  }
  const command = hostCommand(unit);
  if (command === undefined) return noCommand(unit);
  if (!isFolder(command.cwd)) {
    return {
      service,
      message: `${service}: folder ${command.cwd} is missing`,
      hint: 'Check local.working_dir.',
    };
  }
  const program = command.argv[0] ?? '';
  if (findProgram(program, command.cwd, process.env.PATH ?? '') === undefined) {
    const hint = `Install ${program}, or give services.${service}.local.command in seaworthy.yaml.`;
    return { service, message: `${service}: program ${program} was not found`, hint };
  }
  return missingModules(service, command);
}

function noCommand({ service, build, image }: UnitSpec): Obstacle {
  const what = build === undefined ? `image ${image ?? '(none)'}` : 'its Dockerfile names no command';
  return {
    service,
    message: `${service} cannot run locally: ${what}`,
    hint: `Give services.${service}.local.command in seaworthy.yaml, or use --engine docker.`,
  };
}

/** A Node program whose dependencies nobody installed on this host. */
function missingModules(service: string, { cwd }: HostCommand): Obstacle | undefined {
  const file = join(cwd, 'package.json');
  if (!existsSync(file) || !hasDependencies(file)) return undefined;
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'node_modules'))) return undefined;
    if (folder === dirname(folder)) break;
  }
  return {
    service,
    message: `${service}: the packages of ${file} are not installed`,
    hint: `Run npm ci in ${cwd}.`,
  };
}

function hasDependencies(file: string): boolean {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const dependencies = isFields(content) ? content.dependencies : undefined;
    return isFields(dependencies) && Object.keys(dependencies).length > 0;
  } catch {
    return false;
  }
}
