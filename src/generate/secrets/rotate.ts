// Rotation in two steps: first both values are good, then the old one is gone. In words and as commands, without the values.
import { SeaworthyError } from '../../base/errors.ts';
import { nearest } from '../../base/text.ts';
import type { Service, Stack } from '../../model/service.ts';
import { dataStoreOf } from '../../rules/shared/data-stores.ts';
import { rootImageOf } from '../../rules/shared/image.ts';
import { linkOf } from '../../rules/shared/stack.ts';
import { requireStack } from '../chosen-stack.ts';
import { inFolder } from '../env/keys.ts';
import type { GeneratedFile, Given } from '../generator.ts';
import { withValues } from './env-values.ts';
import { ignoring } from './ignored.ts';
import { type ListedSecret, secretsOf } from './list.ts';
import { type RotationSteps, stepsFor } from './rotation-steps.ts';
import { secretValue } from './values.ts';

export interface Rotation {
  readonly secret: ListedSecret;
  readonly files: readonly GeneratedFile[];
  /** Removed once the files are written. */
  readonly removes: readonly string[];
  readonly steps: RotationSteps;
}

/** The first half: a new value beside the old one, which stays in use. @throws SeaworthyError when there is no such secret */
export function beginRotation(given: Given, name: string): Rotation {
  const stack = requireStack(given);
  const secret = secretNamed(given, stack, name);
  const next = nextPath(stack, secret);
  if (given.text(next) !== undefined) {
    throw new SeaworthyError('CONFIG_INVALID', `a rotation of ${name} has begun: ${next} is there`, {
      hint: `End it with seaworthy secrets rotate ${name} --finish, or remove that file.`,
    });
  }
  const value: GeneratedFile = {
    path: next,
    text: secretValue(name, given.randomBytes),
    mode: 0o600,
    isSecret: true,
  };
  const ignored = ignoring(given, [next]);
  return {
    secret,
    removes: [],
    files: ignored === undefined ? [value] : [value, ignored],
    steps: planOf(given, stack, secret, next),
  };
}

/** The second half: the new value takes the place of the old one, which is kept aside until all is seen to work. */
export function finishRotation(given: Given, name: string): Rotation {
  const stack = requireStack(given);
  const secret = secretNamed(given, stack, name);
  const next = nextPath(stack, secret);
  const value = given.text(next);
  const before = secret.file === undefined ? undefined : given.text(secret.file);
  if (value === undefined || secret.file === undefined || before === undefined) {
    throw new SeaworthyError('CONFIG_INVALID', `no rotation of ${name} has begun`, {
      hint: `Begin with seaworthy secrets rotate ${name}.`,
    });
  }
  const previous = next.replace(/\.next$/, '.previous');
  const old = secret.kind === 'file' ? before : (oldValue(given, stack, secret) ?? '');
  const current: GeneratedFile =
    secret.kind === 'file'
      ? { path: secret.file, text: value, mode: 0o600, isSecret: true, edits: before }
      : withValues(secret.file, before, new Map([[name, value]]));
  const kept: GeneratedFile = {
    path: previous,
    text: old,
    mode: 0o600,
    isSecret: true,
    edits: given.text(previous) ?? '',
  };
  return { secret, files: [current, kept], removes: [next], steps: planOf(given, stack, secret, next) };
}

function oldValue(given: Given, stack: Stack, { name }: ListedSecret): string | undefined {
  return (
    stack.environmentVariables.get(name) ??
    given.project.envFiles.get(inFolder(stack, '.env'))?.entries.find((one) => one.name.value === name)?.value
      ?.value
  );
}

function nextPath(stack: Stack, { kind, file, name }: ListedSecret): string {
  return kind === 'file' && file !== undefined ? `${file}.next` : inFolder(stack, `secrets/${name}.next`);
}

function secretNamed({ project }: Given, stack: Stack, name: string): ListedSecret {
  const all = secretsOf(project, stack);
  const found = all.find((one) => one.name === name);
  if (found?.kind === 'file' || found?.kind === 'variable') {
    if (found.isSet && found.file !== undefined) return found;
    throw new SeaworthyError('CONFIG_INVALID', `${name} has no value yet`, {
      hint: 'seaworthy secrets init makes one.',
    });
  }
  if (found !== undefined) {
    const hint =
      found.kind === 'literal'
        ? 'seaworthy secrets init moves it out of there first.'
        : 'Rotate it where it is kept.';
    throw new SeaworthyError(
      'CONFIG_INVALID',
      `${name} is ${found.kind === 'literal' ? 'a literal in the compose file' : 'kept outside of the project'}`,
      { hint },
    );
  }
  const names = all.map((one) => one.name);
  const guess = nearest(name, names);
  throw new SeaworthyError('USAGE', `there is no secret ${name}`, {
    hint: guess === undefined ? 'seaworthy secrets ls lists them.' : `Did you mean ${guess}?`,
  });
}

function planOf({ project }: Given, stack: Stack, secret: ListedSecret, next: string): RotationSteps {
  const names = secret.users.map((user) => user.split(' ')[0] ?? user);
  const services = [...new Set(names)].flatMap((name) => stack.services.get(name) ?? []);
  const isStore = (service: Service) => service.build === undefined && storeOf(service) !== undefined;
  const storeOf = (service: Service) => dataStoreOf(rootImageOf(service, linkOf(project, service)))?.name;
  const server = services.find(isStore);
  const clients = services.filter((service) => service !== server).map(({ name }) => name);
  return stepsFor({
    name: secret.name,
    next,
    store: server === undefined ? undefined : storeOf(server),
    server: server?.name,
    image: server === undefined ? undefined : rootImageOf(server, undefined),
    isRoot: secret.users.some((user) => /ROOT/.test(user)) || /root/i.test(secret.name),
    clients,
  });
}
