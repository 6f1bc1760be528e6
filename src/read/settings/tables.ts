import { profiles } from '../../model/readiness.ts';
import { priorities } from '../../model/settings.ts';
import { kubernetesShape } from './kubernetes.ts';
import { policyShape } from './policy.ts';
import { override, ruleTable } from './rule-tables.ts';
import {
  address,
  bytes,
  choice,
  cpus,
  date,
  duration,
  flag,
  httpPath,
  pattern,
  percent,
  plain,
  port,
  rate,
  text,
  url,
  whole,
  words,
} from './scalars.ts';
import { anything, described, keyed, list, named, placed, type Shape } from './shape.ts';

const budget = keyed({
  memory: bytes,
  cpus,
  disk: bytes,
  images: described('All images of the stack unpacked, layers counted once', bytes),
  images_compressed: described('The same as they are sent', bytes),
  image: described('Any one image unpacked', bytes),
  image_compressed: described('The same as it is sent', bytes),
});

const policyKeys = {
  initial_delay: described('How long to wait before the first probe', duration),
  period: described('Time from one probe to the next', duration),
  timeout: described('How long one probe may take', duration),
  success_threshold: described('Passes in a row that are needed', whole(1)),
  failure_threshold: described(
    'Failures in a row that end the gate early; 0: only the deadline does',
    whole(0),
  ),
  start_period: described('Failures in this time do not count', duration),
  stable_for: described('How long the passes must have lasted without a miss', duration),
  deadline: described('After this time the gate has failed', duration),
  no_activity: described('No log, no change and no CPU for so long ends the gate; 0: off', duration),
  soak: described('How long it must stay well after promotion', duration),
  restarts: described('Restarts that are tolerated while starting', whole(0)),
};

export const policy = keyed(policyKeys);

/** `tcp: 5432`, or `tcp: true` beside `port: 5432`. */
const tcpTarget: Shape<number | true> = {
  schema: { type: ['integer', 'boolean'], minimum: 1, maximum: 65_535 },
  read: (node, path, problems) =>
    node.kind === 'scalar' && node.value === true ? true : port.read(node, path, problems),
};

const gate = keyed({
  ...policyKeys,
  http: described('Path that must answer', httpPath),
  tcp: described('Port that must take connections', tcpTarget),
  exec: described('Command in the container that must end with 0', words),
  log: described('Pattern that a log line must match', pattern),
  engine: described("The engine's own word", choice('running', 'completed')),
  port: described('Container port of the probe', port),
  path: described('Path of an http probe', httpPath),
  scheme: choice('http', 'https'),
  status: described('Status that must come; any from 200 to 399 when not set', whole(100, 599)),
  match: described('Pattern that the body must match', pattern),
});

const service = keyed({
  priority: described('Who is shed last', choice(...priorities)),
  gate: described('When a new instance counts as good', gate),
  replace: described('How a new instance takes over', choice('start-first', 'probe-first', 'stop-first')),
  drain: described('How long requests under way may take when an instance leaves', duration),
  irreversible: described('What this service does cannot be undone (a migration)', flag),
  backward_compatible: described(
    'The release before can work with what this service leaves, so that a failure may bring it back',
    flag,
  ),
  needs: anything,
  local: keyed({ command: words, working_dir: text }),
});

const phase = keyed({
  name: placed(text),
  services: list(placed(text)),
  budget,
  scope: described(
    'cumulative: the phase and all before it; phase: this one alone',
    choice('cumulative', 'phase'),
  ),
  gate: policy,
});

const expectation = keyed({
  status: whole(100, 599),
  headers: described('By the name of a header of the answer: a pattern that it must match', named(pattern)),
  json: described('JSON path -> exists, or the value it must have', named(plain)),
  body: described('Pattern that the body, the reply or the output must match', pattern),
  within: described('How long one attempt may take', duration),
  rows: described('How many rows a query gives', whole(0)),
  value: described('What the first column of the first row is', plain),
  exit: described('What a command ends with', whole(0, 255)),
  log: described('Whether lines that match must be there', choice('absent', 'present')),
});

const httpMethod = choice('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS');

const smoke = keyed({
  name: text,
  http: placed(url('http', 'https')),
  method: httpMethod,
  headers: named(text),
  body: described('What is sent', text),
  tcp: placed(address),
  grpc: described('Host and port of a server with the health service of gRPC', placed(address)),
  service: described('Which service of the server is asked for; the server as a whole when not set', text),
  websocket: placed(url('ws', 'wss')),
  send: described('A message that is sent when the WebSocket is open', text),
  postgres: placed(url('postgres', 'postgresql')),
  mysql: placed(url('mysql', 'mariadb')),
  query: text,
  redis: placed(url('redis')),
  command: described('Words of a command to Redis; PING when not set', words),
  exec: described('Words of a command that runs in the service that `in` names', words),
  log: described('Pattern that lines of the log of the service that `in` names are held against', pattern),
  in: described('Service of the compose file', placed(text)),
  lines: described('How many of the newest lines are looked at', whole(1, 100_000)),
  retry: described('A check that fails is asked again', keyed({ attempts: whole(1, 100), every: duration })),
  expect: expectation,
});

const requestKeys = {
  method: httpMethod,
  headers: named(text),
  body: described(
    'Sent as it is; {{n}}, {{uuid}}, {{random}} and {{now}} stand for something new each time',
    text,
  ),
  status: described('The status that counts as good; any from 200 to 399 when not set', whole(100, 599)),
};

const loadTarget = keyed({
  name: text,
  url: placed(url('http', 'https')),
  weight: described('Its share of the requests beside the others', whole(1, 1_000_000)),
  ...requestKeys,
});

const load = keyed({
  name: text,
  target: described('Where the requests go, when it is one place', placed(url('http', 'https'))),
  targets: described('Where the requests go, each by its weight', list(loadTarget)),
  ...requestKeys,
  rate: described(
    'Requests a second that begin, however long they take; before stages, where they begin',
    rate,
  ),
  duration: duration,
  stages: described(
    'Rates one after the other, each reached in a straight line over its duration',
    list(keyed({ rate, duration })),
  ),
  warm_up: described('Requests of the first so long are sent and not counted', duration),
  timeout: described('After this time without a whole answer a request has failed', duration),
  connections: described('Connections at once, at most', whole(1, 60_000)),
  thresholds: described('What must hold, in the words of k6', list(placed(text))),
});

const kpis = keyed({
  p95: described('What 95 of 100 requests of a load test stay below', duration),
  uptime: described('Requests of a load test that are answered well', percent),
  use: described('Memory that a service uses of what it was given', percent),
  healthy: described('Services that run after a rollout', percent),
  setup: described('From the beginning of a rollout to the first start', duration),
  pull: described('Time to fetch the image of a service', duration),
  start: described('From the start of a service to the first pass of its gate', duration),
  total: described('A whole rollout', duration),
  memory: described('Memory of all services together, at its peak', bytes),
  cpu: described("Of the host's processors, over a whole rollout", percent),
  images: described('All images, unpacked, layers that they share counted once', bytes),
  change: described('Against the last release, as `memory smaller by 20%`', list(placed(text))),
});

const backup = keyed({
  service: described('The data store', placed(text)),
  every: described('How often a copy is made', duration),
  keep: described('How long each copy is kept', duration),
  verify: described('How a copy is tried', choice('restore')),
  restore: described('Words of a command that restores the newest copy into a store of its own', words),
  within: described('How long that may take (30m)', duration),
  restored: described('Pattern of the line in which it says what came back', pattern),
});

const readiness = keyed({
  profile: described('What counts in a report', choice(...profiles)),
  max_age: described('Older evidence is unknown', duration),
  waivers: described(
    'Checks that a team lives without for a while',
    list(keyed({ check: text, owner: text, reason: text, expires: date })),
  ),
});

export const settingsShape = keyed({
  stack: described('Name of the stack', placed(text)),
  engine: described('Where the stack runs', placed(choice('local', 'docker', 'kubernetes'))),
  compose: described('Compose files in merge order', list(placed(text))),
  kubernetes: described(
    'What is applied to a cluster, where it is not made from the compose files',
    kubernetesShape,
  ),
  environments: described(
    'Overlays by name',
    named(keyed({ compose: list(text), env_files: list(text), kubernetes: kubernetesShape })),
  ),
  budget: described('What the whole stack may need', budget),
  phases: described('Parts of the rollout, in order', list(phase)),
  services: described('Per compose service', named(service)),
  smoke: described('Functional checks after the rollout', list(smoke)),
  load: described('Load tests', list(load)),
  kpis: described('What rollouts and services are held to', kpis),
  backup: described('How data stores are saved and copies are tried', list(backup)),
  readiness,
  claims: described('Sentences, or Markdown files of them, that a report checks', list(placed(text))),
  policy: described('What the team allows: registries, labels, actions', policyShape),
  rules: described('Rules to switch off or weigh otherwise', ruleTable),
  overrides: described('Rules by path; of two that speak of one file the later counts', list(override)),
});

export type GateKeys = NonNullable<ReturnType<typeof gate.read>>;
export type PolicyKeys = NonNullable<ReturnType<typeof policy.read>>;
export type ServiceKeys = NonNullable<ReturnType<typeof service.read>>;
export type PhaseKeys = NonNullable<ReturnType<typeof phase.read>>;
export type BudgetKeys = NonNullable<ReturnType<typeof budget.read>>;
export type KpiKeys = NonNullable<ReturnType<typeof kpis.read>>;
export type LoadKeys = NonNullable<ReturnType<typeof load.read>>;
export type LoadTargetKeys = NonNullable<ReturnType<typeof loadTarget.read>>;
export type SmokeKeys = NonNullable<ReturnType<typeof smoke.read>>;
export type BackupKeys = NonNullable<ReturnType<typeof backup.read>>;
export type ReadinessKeys = NonNullable<ReturnType<typeof readiness.read>>;
