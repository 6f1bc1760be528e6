// Flags that several verbs share, and the parsing of a verb's own.
import { parseArgs } from 'node:util';
import { messageOf, SeaworthyError } from '../base/errors.ts';
import { nearest } from '../base/text.ts';
import { parseDuration } from '../base/units.ts';
import type { Flags, OptionSpecs } from './verb.ts';

/** Which compose project: the names that docker compose uses. */
export const projectOptions: OptionSpecs = {
  file: {
    type: 'string',
    short: 'f',
    multiple: true,
    value: 'FILE',
    help: 'compose file; several are merged in order',
  },
  'env-file': {
    type: 'string',
    multiple: true,
    value: 'FILE',
    help: 'env file for interpolation; several are read in order',
  },
  env: { type: 'string', short: 'e', value: 'NAME', help: 'environment overlay, as compose.NAME.yaml' },
  'project-name': { type: 'string', short: 'p', value: 'NAME', help: 'name of the stack' },
  'project-directory': { type: 'string', value: 'DIR', help: 'folder of the project' },
  profile: { type: 'string', multiple: true, value: 'NAME', help: 'compose profile to enable' },
};

/** For verbs that work on what was rolled out: where its files are. */
export const whereOptions: OptionSpecs = {
  file: {
    type: 'string',
    short: 'f',
    multiple: true,
    value: 'FILE',
    help: 'compose file, to find its folder',
  },
  'project-directory': { type: 'string', value: 'DIR', help: 'folder of the project' },
};

/** Which cluster, by the names that kubectl uses. */
export const kubernetesOptions: OptionSpecs = {
  context: {
    type: 'string',
    value: 'NAME',
    help: 'the Docker context instead of DOCKER_HOST, or the context of the kubeconfig',
  },
  namespace: {
    type: 'string',
    short: 'n',
    value: 'NAME',
    help: 'Kubernetes namespace (default: of the context)',
  },
  kubeconfig: { type: 'string', value: 'FILE', help: 'kubeconfig to use instead of KUBECONFIG' },
};

export const engineOptions: OptionSpecs = {
  engine: { type: 'string', value: 'NAME', help: 'local, docker or kubernetes' },
  ...kubernetesOptions,
};

export const strictOption: OptionSpecs = {
  strict: { type: 'boolean', help: 'refuse what the engine would leave out' },
};

export const outputOptions: OptionSpecs = {
  output: { type: 'string', short: 'o', value: 'FORMAT', help: 'text or json' },
  json: { type: 'boolean', help: 'the same as --output json' },
};

export const progressOptions: OptionSpecs = {
  progress: { type: 'string', value: 'MODE', help: 'auto, tty, plain, json or quiet' },
  quiet: { type: 'boolean', short: 'q', help: 'the same as --progress quiet' },
};

/** For verbs that change the stack: one deployer at a time. */
export const lockOptions: OptionSpecs = {
  'wait-lock': {
    type: 'string',
    value: 'DURATION',
    help: 'wait so long for another deployer instead of exit 8',
  },
};

/** Flags that every verb takes. */
export const everyVerbOptions: OptionSpecs = {
  help: { type: 'boolean', short: 'h', help: 'this text' },
  'no-color': { type: 'boolean', help: 'no colours (NO_COLOR and TERM=dumb do the same)' },
};

/** @throws SeaworthyError USAGE with the nearest known flag. */
export function parseFlags(
  verb: string,
  args: readonly string[],
  specs: OptionSpecs,
): { flags: Flags; positionals: string[] } {
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, { type, short, multiple }]) => [
      name,
      { type, multiple: multiple ?? false, ...(short === undefined ? {} : { short }) },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
      strict: true,
    });
    return { flags: flagsOf(values), positionals };
  } catch (error) {
    const unknown = /Unknown option '--?([^']+)'/.exec(messageOf(error))?.[1];
    const guess = unknown === undefined ? undefined : nearest(unknown, Object.keys(specs));
    const what = unknown === undefined ? messageOf(error).split('. ')[0] : `unknown flag --${unknown}`;
    const hint = guess === undefined ? `See seaworthy ${verb} --help.` : `Did you mean --${guess}?`;
    throw new SeaworthyError('USAGE', `${verb}: ${what}`, { hint, cause: error });
  }
}

function flagsOf(values: Readonly<Record<string, unknown>>): Flags {
  return {
    text: (name) => {
      const value = values[name];
      return typeof value === 'string' ? value : undefined;
    },
    list: (name) => {
      const value = values[name];
      return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
    },
    is: (name) => values[name] === true,
  };
}

/** A flag's value out of a closed list. */
export function choice<T extends string>(flags: Flags, name: string, allowed: readonly T[]): T | undefined {
  const text = flags.text(name);
  if (text === undefined) return undefined;
  const found = allowed.find((one) => one === text);
  if (found !== undefined) return found;
  throw new SeaworthyError('USAGE', `--${name} is one of ${allowed.join(', ')}, not ${text}`, {
    hint: `Did you mean ${nearest(text, allowed) ?? allowed[0]}?`,
  });
}

/** Milliseconds of a duration flag such as `90s`. */
export function durationFlag(flags: Flags, name: string): number | undefined {
  const text = flags.text(name);
  if (text === undefined) return undefined;
  const ms = parseDuration(/^\d+$/.test(text) ? `${text}s` : text);
  if (ms !== undefined) return ms;
  throw new SeaworthyError('USAGE', `--${name} is a duration such as 500ms, 30s or 2m, not ${text}`);
}

/** A whole number of a flag, at least `least`. */
export function countFlag(flags: Flags, name: string, least: number): number | undefined {
  const text = flags.text(name);
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  throw new SeaworthyError('USAGE', `--${name} is a whole number from ${least}, not ${text}`);
}

/** True when the result is wanted as JSON. */
export function wantsJson(flags: Flags): boolean {
  return flags.is('json') || choice(flags, 'output', ['text', 'table', 'json']) === 'json';
}
