// A unit as the body of `POST /containers/create`. Pure; https://docs.docker.com/reference/api/engine/ names the fields.

import { at, flagAt, listAt, numberAt, textAt } from '../../base/json.ts';
import type { UnitSpec, Wanted } from '../../model/unit.ts';
import { madeOf } from './changed.ts';
import { hostConfigOf } from './host-config.ts';
import { nanosecondsAt, textsAt, wordsAt } from './keys.ts';
import { composeLabels, composeVersion, type Labels, ownLabels } from './labels.ts';
import { numberOf } from './names.ts';
import { networksOf } from './networks.ts';
import type { Secrets } from './objects.ts';

export interface Identity {
  readonly instance: string;
  readonly key: string;
  readonly config: string;
  readonly release: string;
  readonly run: string;
}

export interface ConfigInput {
  readonly stack: string;
  readonly wanted: Wanted;
  readonly identity: Identity;
  readonly secrets: Secrets;
  /** Name or digest of the image, which is on the engine. */
  readonly image: string;
  /** Its id, for compose's label. */
  readonly imageId: string;
  /** `1.44` and newer know more fields. */
  readonly knowsStartInterval: boolean;
  /** It only proves itself, beside one that has the fixed ports. */
  readonly trial: boolean;
  /** Namespaces and volumes that it shares with containers of other services. */
  readonly shared: Readonly<Record<string, unknown>>;
}

export function containerConfig(input: ConfigInput): Record<string, unknown> {
  const body = plainConfig(input);
  return { ...body, Labels: { ...labels(input), [ownLabels.made]: madeOf(body, input.imageId) } };
}

function plainConfig(input: ConfigInput): Record<string, unknown> {
  const { unit } = input.wanted;
  const keys = unit.container?.keys ?? {};
  const openStdin = flagAt(keys, 'stdin_open');
  return {
    Image: input.image,
    Hostname: textAt(keys, 'hostname'),
    Domainname: textAt(keys, 'domainname'),
    User: unit.container === undefined ? unit.user : textAt(keys, 'user'),
    Tty: flagAt(keys, 'tty'),
    OpenStdin: openStdin,
    StdinOnce: openStdin,
    Env: environment(unit, input.secrets),
    ...commandOf(unit, keys),
    WorkingDir: unit.container === undefined ? unit.workingDir : textAt(keys, 'working_dir'),
    StopSignal: unit.stopSignal,
    StopTimeout: Math.ceil(unit.stopGraceMs / 1000),
    Healthcheck: healthcheck(keys, input.knowsStartInterval),
    ExposedPorts: exposed(unit),
    HostConfig: {
      ...hostConfigOf(input.stack, unit, !input.trial && unit.container?.heldPorts !== true),
      ...input.shared,
    },
  };
}

function environment(unit: UnitSpec, secrets: Secrets): readonly string[] {
  const names = unit.container?.variables ?? Object.keys(unit.environment);
  return names.flatMap((name) => {
    const value = unit.environment[name];
    if (value === undefined) return [];
    const text = typeof value === 'string' ? value : secrets(value.secret);
    return text === undefined ? [] : [`${name}=${text}`];
  });
}

/** An entrypoint given in compose also drops the image's CMD; the engine does so by itself. */
function commandOf(
  unit: UnitSpec,
  keys: unknown,
): { Entrypoint?: readonly string[]; Cmd?: readonly string[] } {
  if (unit.container === undefined) {
    const entrypoint = unit.entrypoint.length === 0 ? {} : { Entrypoint: unit.entrypoint };
    return { ...entrypoint, ...(unit.command.length === 0 ? {} : { Cmd: unit.command }) };
  }
  const entrypoint = textsAt(keys, 'entrypoint');
  const command = textsAt(keys, 'command');
  return {
    // An empty list takes the image's entrypoint away; the engine reads one empty word as that.
    ...(entrypoint !== undefined
      ? { Entrypoint: entrypoint }
      : isEmptyList(keys, 'entrypoint')
        ? { Entrypoint: [''] }
        : {}),
    ...(command === undefined ? {} : { Cmd: command }),
  };
}

function isEmptyList(keys: unknown, key: string): boolean {
  const found = at(keys, key);
  return Array.isArray(found) && found.length === 0;
}

function healthcheck(keys: unknown, knowsStartInterval: boolean): Record<string, unknown> | undefined {
  if (at(keys, 'healthcheck') === undefined) return undefined;
  if (flagAt(keys, 'healthcheck', 'disable')) return { Test: ['NONE'] };
  return {
    Test: textsAt(keys, 'healthcheck', 'test'),
    Interval: nanosecondsAt(keys, 'healthcheck', 'interval'),
    Timeout: nanosecondsAt(keys, 'healthcheck', 'timeout'),
    StartPeriod: nanosecondsAt(keys, 'healthcheck', 'start_period'),
    Retries: numberAt(keys, 'healthcheck', 'retries'),
    ...(knowsStartInterval ? { StartInterval: nanosecondsAt(keys, 'healthcheck', 'start_interval') } : {}),
  };
}

function exposed(unit: UnitSpec): Record<string, object> | undefined {
  const ports = unit.ports.map((port) => `${port.target}/${port.protocol}`);
  const more = listAt(unit.container?.keys, 'expose').flatMap((one) => {
    const text = String(one);
    return /^\d+(-\d+)?(\/(tcp|udp|sctp))?$/.test(text) ? [text.includes('/') ? text : `${text}/tcp`] : [];
  });
  const all = [...ports, ...more.filter((port) => !port.includes('-'))];
  return all.length === 0 ? undefined : Object.fromEntries(all.map((port) => [port, {}]));
}

function labels({ stack, wanted, identity, imageId }: ConfigInput): Labels {
  const { unit, dependsOn, priority } = wanted;
  const origin = unit.container?.origin;
  const [step = ''] = [identity.key.slice(identity.run.length + 1)];
  return {
    ...wordsAt(unit.container?.keys, 'labels'),
    [composeLabels.project]: stack,
    [composeLabels.service]: unit.service,
    [composeLabels.number]: numberOf(identity.instance),
    [composeLabels.oneOff]: 'False',
    [composeLabels.configHash]: identity.config,
    [composeLabels.dependsOn]: dependsOn.map((on) => `${on.service}:${on.condition}:false`).join(','),
    [composeLabels.image]: imageId,
    [composeLabels.version]: composeVersion,
    ...(origin === undefined
      ? {}
      : { [composeLabels.folder]: origin.folder, [composeLabels.files]: origin.files.join(',') }),
    [ownLabels.instance]: identity.instance,
    [ownLabels.key]: identity.key,
    [ownLabels.config]: identity.config,
    [ownLabels.release]: identity.release,
    [ownLabels.run]: identity.run,
    [ownLabels.step]: step,
    [ownLabels.phase]: step.split('/')[0] ?? '',
    [ownLabels.priority]: priority,
    [ownLabels.oneShot]: String(unit.oneShot),
    [ownLabels.held]: String(unit.container?.heldPorts ?? false),
    [ownLabels.networks]: networksOf(stack, unit)
      .map(({ name }) => name)
      .join(','),
    [ownLabels.aliases]: aliasesOf(unit).join(','),
    [ownLabels.ports]: unit.ports
      .filter((port) => port.protocol === 'tcp')
      .map((port) => port.target)
      .join(','),
  };
}

function aliasesOf({ container }: UnitSpec): readonly string[] {
  const declared = Object.keys(container?.networks ?? {}).flatMap(
    (network) => textsAt(container?.keys, 'networks', network, 'aliases') ?? [],
  );
  return [...new Set([...declared, ...(container?.linkedAs ?? [])])];
}
