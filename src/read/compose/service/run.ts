// What a service starts and how its health is asked: build, commands, healthcheck, resources.
import { posix } from 'node:path';
import { type Located, located } from '../../../base/span.ts';
import { parseBytes, parseCpus, parseDuration } from '../../../base/units.ts';
import type { Build, CommandLine, Healthcheck, Resources } from '../../../model/service.ts';
import {
  isScalar,
  itemsAt,
  type MapNode,
  mapAt,
  type Node,
  scalarAt,
  textAt,
  valueAt,
} from '../node/node.ts';
import { isAbsolute, isRemoteContext } from '../paths.ts';
import { referencesOf } from './connect.ts';
import { flagAt, locatedEntries, locatedNumber, locatedText, textOf, toNumber } from './located.ts';

export function buildOf(service: MapNode): Build | undefined {
  const build = mapAt(service, 'build');
  const context = locatedText(build, 'context');
  if (build === undefined || context === undefined) return undefined;
  const isRemote = isRemoteContext(context.value);
  const folder = isRemote || context.value !== '.' ? context.value : '';
  return {
    span: build.span,
    context: { ...context, value: folder },
    isRemote,
    dockerfile: dockerfileOf(build, folder, isRemote),
    inline: locatedText(build, 'dockerfile_inline'),
    target: locatedText(build, 'target'),
    args: locatedEntries(valueAt(build, 'args')),
    secrets: referencesOf(build, 'secrets'),
  };
}

function dockerfileOf(build: MapNode, context: string, isRemote: boolean): Located<string> {
  const named =
    locatedText(build, 'dockerfile') ??
    located('Dockerfile', build.span, [{ how: 'default', span: build.span }]);
  if (isRemote || isAbsolute(named.value)) return named;
  return { ...named, value: posix.join(context, named.value) };
}

/** A command as compose runs it: always words, never a shell. An empty list takes the image's command away. */
export function commandOf(node: Node | undefined): CommandLine | undefined {
  if (node?.kind !== 'list') return undefined;
  return { span: node.span, form: 'exec', words: node.items.filter(isScalar).map(textOf) };
}

export function healthcheckOf(service: MapNode): Healthcheck | undefined {
  const check = mapAt(service, 'healthcheck');
  if (check === undefined) return undefined;
  const kind = itemsAt(check, 'test')[0];
  const isNone = isScalar(kind) && kind.text === 'NONE';
  const milliseconds = (key: string) => locatedNumber(parseDuration, check, key)?.value;
  return {
    span: check.span,
    disabled: isNone || flagAt(check, false, 'disable'),
    test: isNone ? undefined : testOf(valueAt(check, 'test')),
    intervalMs: milliseconds('interval'),
    timeoutMs: milliseconds('timeout'),
    retries: locatedNumber(toNumber, check, 'retries')?.value,
    startPeriodMs: milliseconds('start_period'),
    startIntervalMs: milliseconds('start_interval'),
  };
}

function testOf(test: Node | undefined): CommandLine | undefined {
  const [kind, ...words] = itemsAt(test).filter(isScalar);
  if (test === undefined || kind === undefined) return undefined;
  const form = kind.text === 'CMD-SHELL' ? 'shell' : 'exec';
  // Docker compose refuses a list that begins otherwise; its words are shown as they are.
  const isKnown = form === 'shell' || kind.text === 'CMD';
  return { span: test.span, form, words: (isKnown ? words : [kind, ...words]).map(textOf) };
}

/** `deploy.resources` wins over the older keys, as in docker compose. */
export function resourcesOf(service: MapNode): Resources {
  const limits = mapAt(service, 'deploy', 'resources', 'limits');
  const reservations = mapAt(service, 'deploy', 'resources', 'reservations');
  return {
    memoryLimit:
      locatedNumber(parseBytes, limits, 'memory') ?? locatedNumber(parseBytes, service, 'mem_limit'),
    memoryRequest:
      locatedNumber(parseBytes, reservations, 'memory') ??
      locatedNumber(parseBytes, service, 'mem_reservation'),
    cpuLimit:
      locatedNumber(parseCpus, limits, 'cpus') ??
      locatedNumber(parseCpus, service, 'cpus') ??
      quotaOf(service),
    cpuRequest: locatedNumber(parseCpus, reservations, 'cpus'),
    pidsLimit: locatedNumber(toNumber, limits, 'pids') ?? locatedNumber(toNumber, service, 'pids_limit'),
  };
}

/** `cpu_quota` over `cpu_period` (100 ms unless told) is the share of the CPUs in other words. */
function quotaOf(service: MapNode): Located<number> | undefined {
  const quota = locatedNumber(toNumber, service, 'cpu_quota');
  const period = Number(textAt(service, 'cpu_period') ?? 100_000);
  return quota === undefined || !(period > 0) || quota.value <= 0
    ? undefined
    : { ...quota, value: quota.value / period };
}

/** `restart`, else what `deploy.restart_policy` says in its words. */
export function restartOf(service: MapNode): Located<string> | undefined {
  const own = locatedText(service, 'restart');
  const condition = scalarAt(service, 'deploy', 'restart_policy', 'condition');
  if (own !== undefined || condition === undefined) return own;
  const attempts = textAt(service, 'deploy', 'restart_policy', 'max_attempts');
  const words: Readonly<Record<string, string>> = {
    none: 'no',
    any: 'always',
    'on-failure': attempts === undefined ? 'on-failure' : `on-failure:${attempts}`,
  };
  return { ...textOf(condition), value: words[condition.text] ?? condition.text };
}

export function replicasOf(service: MapNode): Located<number> | undefined {
  return locatedNumber(toNumber, service, 'scale') ?? locatedNumber(toNumber, service, 'deploy', 'replicas');
}
