// Which compose project new files are made for.
import { SeaworthyError } from '../base/errors.ts';
import type { Project } from '../model/project.ts';
import type { Stack } from '../model/service.ts';
import type { Given } from './generator.ts';

/**
 * The stack of the environment asked for, or the base, in the outermost folder that has one; undefined without compose files.
 * @throws SeaworthyError USAGE when several projects lie side by side, and when the environment has no overlay
 */
export function chosenStack({ stacks }: Project, environment: string | undefined): Stack | undefined {
  const depth = ({ folder }: Stack) => (folder === '' ? 0 : folder.split('/').length);
  const least = Math.min(...stacks.map(depth));
  const outermost = stacks.filter((stack) => depth(stack) === least);
  const bases = outermost.filter((stack) => stack.environment === undefined);
  const folders = new Set(outermost.map(({ folder }) => folder));
  if (folders.size > 1) throw several(outermost);
  const own = environment === undefined ? bases : outermost.filter((one) => one.environment === environment);
  // The first is what docker compose reads without `-f`; others of the folder are named with it.
  return own[0] ?? bases[0] ?? outermost[0];
}

function several(stacks: readonly Stack[]): SeaworthyError {
  return new SeaworthyError('USAGE', 'there are several compose projects here', {
    detail: stacks.map(({ files }) => files.join(' + ')),
    hint: 'Name the file of the one that is meant with -f.',
  });
}

/** For kinds that need one. @throws SeaworthyError NO_PROJECT */
export function requireStack({ stack, project }: Given): Stack {
  if (stack !== undefined) return stack;
  throw noComposeFile(project);
}

export function noComposeFile({ root }: Project): SeaworthyError {
  return new SeaworthyError('NO_PROJECT', `no compose file in ${root}`, {
    hint: 'Go to the folder that holds compose.yaml, or name the file with -f.',
  });
}
