// Three questions rightly told apart. Startup: has it begun, for as long as it may take. Readiness: may it be sent
// traffic now. Liveness: would a restart help; so it asks the process itself, and never what it depends on.
import { shellWord } from '../../base/text.ts';
import type { CommandLine } from '../../model/service.ts';
import { dataStoreOf } from '../../rules/shared/data-stores.ts';
import { rootImageOf } from '../../rules/shared/image.ts';
import { checkUrl, healthcheckOf, healthRoutes } from './health-routes.ts';
import type { Part, PartPort, World } from './part.ts';
import { secretVariables, templateOf } from './template.ts';
import type { Fields } from './tree.ts';

interface Handler {
  readonly fields: Fields;
  readonly why: string;
}

export interface Probes {
  readonly startup: Fields | undefined;
  readonly readiness: Fields | undefined;
  readonly liveness: Fields | undefined;
  /** What each asks, in words, for the report. */
  readonly how: string;
}

/** Compose's own defaults: https://docs.docker.com/reference/dockerfile/#healthcheck */
const defaults = {
  intervalMs: 30_000,
  timeoutMs: 30_000,
  retries: 3,
  startPeriodMs: 0,
  startIntervalMs: 5000,
};
/** How long it may take to begin, at the least. */
const patience = 120;

export function probesOf(part: Part, world: World): Probes {
  const none = { startup: undefined, readiness: undefined, liveness: undefined };
  if (part.kind === 'Job') return { ...none, how: 'none: a Job is done when its process ends well' };
  const readiness = readinessOf(part, world);
  const liveness = livenessOf(part, world) ?? readiness;
  if (readiness === undefined || liveness === undefined)
    return { ...none, how: 'none: it has no port and no health check to ask' };
  const times = timesOf(part);
  return {
    startup: {
      '#why': `Begun within ${times.startSeconds}s, or it is started anew; the others wait for it.`,
      ...liveness.fields,
      periodSeconds: times.startPeriod,
      timeoutSeconds: times.timeout,
      failureThreshold: Math.max(3, Math.ceil(times.startSeconds / times.startPeriod)),
    },
    readiness: {
      '#why': `${readiness.why} Without an answer it gets no traffic; it is not restarted.`,
      ...readiness.fields,
      periodSeconds: times.period,
      timeoutSeconds: times.timeout,
      failureThreshold: times.retries,
    },
    liveness: {
      '#why': liveness.why,
      ...liveness.fields,
      periodSeconds: times.period,
      timeoutSeconds: times.timeout,
      // A process that is only busy shall have time: a restart makes the others busier.
      failureThreshold: times.retries * 2,
    },
    how: `readiness ${words(readiness.fields)}, liveness and startup ${words(liveness.fields)}`,
  };
}

function timesOf({ service, link }: Part) {
  const check = healthcheckOf(service, link);
  const seconds = (ms: number) => Math.max(1, Math.round(ms / 1000));
  const interval = check?.intervalMs ?? (check === undefined ? 10_000 : defaults.intervalMs);
  const period = seconds(interval);
  const retries = Math.max(1, check?.retries ?? defaults.retries);
  const startMs = (check?.startPeriodMs ?? defaults.startPeriodMs) + interval * retries;
  return {
    period,
    // A probe that takes longer than its own pause says nothing new.
    timeout: Math.min(seconds(check?.timeoutMs ?? (check === undefined ? 3000 : defaults.timeoutMs)), period),
    retries,
    startPeriod: Math.min(seconds(check?.startIntervalMs ?? defaults.startIntervalMs), 10),
    // Compose only marks a container that is late; a probe ends it. So there is more time than the check has.
    startSeconds: Math.max(patience, Math.ceil(startMs / 1000)),
  };
}

function readinessOf(part: Part, world: World): Handler | undefined {
  const { service, link } = part;
  const port = probedPort(part);
  const { ready } = healthRoutes(service, link, world.project);
  const gate = world.project.settings?.services.get(service.name)?.gate.probe;
  if (ready !== undefined && port?.isHttp === true) {
    const number = gate?.kind === 'http' ? gate.port : (checkUrl(service, link)?.port ?? port.port);
    const checked = checkUrl(service, link);
    // Frameworks refuse hosts that they do not know: the check asks under this name.
    const host = ready.path === checked?.path ? 'localhost' : undefined;
    return { fields: http(number, ready.path, checked?.scheme, host), why: sentence('From', ready.from) };
  }
  const test = healthcheckOf(service, link)?.test;
  if (test !== undefined)
    return { fields: { exec: { command: commandOf(test, world) } }, why: 'The health check of compose.' };
  if (port === undefined) return undefined;
  return { fields: tcp(port.port), why: 'Nothing says how to ask it: an open port is weak evidence.' };
}

function livenessOf(part: Part, world: World): Handler | undefined {
  const port = probedPort(part);
  const { live } = healthRoutes(part.service, part.link, world.project);
  if (live !== undefined && port?.isHttp === true)
    return { fields: http(port.port, live.path), why: sentence('The process itself:', live.from) };
  if (port === undefined) return undefined;
  return {
    fields: tcp(port.port),
    why: isStore(part)
      ? 'The process accepts connections. More would restart a database that is only busy.'
      : 'The process accepts connections: no route is known that asks it alone.',
  };
}

function sentence(begin: string, rest: string): string {
  return `${begin} ${rest}.`;
}

function isStore({ service }: Part): boolean {
  return service.build === undefined && dataStoreOf(rootImageOf(service, undefined)) !== undefined;
}

function probedPort({ ports, service, link }: Part): PartPort | undefined {
  const checked = checkUrl(service, link)?.port;
  const open = ports.filter(({ protocol }) => protocol === 'TCP');
  return open.find(({ port }) => port === checked) ?? open.find(({ isHttp }) => isHttp) ?? open[0];
}

function http(port: number, path: string, scheme?: 'HTTP' | 'HTTPS', host?: string): Fields {
  return {
    httpGet: {
      path,
      port,
      scheme: scheme === 'HTTPS' ? scheme : undefined,
      httpHeaders: host === undefined ? undefined : [{ name: 'Host', value: host }],
    },
  };
}

function tcp(port: number): Fields {
  return { tcpSocket: { port } };
}

/** Probes know no `$(KEY)`: a secret in the check is left to the shell, which has it in its environment. */
function commandOf(test: CommandLine, world: World): readonly string[] {
  const words = test.words.map((word) => {
    const secrets = secretVariables(word);
    const template = secrets.length === 0 ? undefined : templateOf(word, secrets, world, (key) => `$${key}`);
    return { text: template?.text ?? word.value, hasSecret: template !== undefined };
  });
  if (test.form === 'shell') return ['sh', '-c', words.map(({ text }) => text).join(' ')];
  const plain = words.map(({ text }) => text);
  if (!words.some(({ hasSecret }) => hasSecret)) return plain;
  return [
    'sh',
    '-c',
    words.map(({ text, hasSecret }) => (hasSecret ? `"${text}"` : shellWord(text))).join(' '),
  ];
}

function words(fields: Fields): string {
  if ('httpGet' in fields) return 'by HTTP';
  return 'exec' in fields ? 'by the command' : 'by the open port';
}
