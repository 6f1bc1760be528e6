// What must hold of a plan read back from the disk before a rollout follows it.

import { isObject } from '../base/json.ts';
import type { PlannedImages } from '../model/image.ts';
import type {
  Action,
  Admission,
  Adopted,
  LoadChange,
  Phase,
  Plan,
  PlannedService,
  Step,
} from '../model/plan.ts';
import type { Gate, GatePolicy, Probe } from '../model/probe.ts';
import { priorities } from '../model/settings.ts';
import type { Requests, UnitSpec, UnitValue, Wanted, WantedDependency } from '../model/unit.ts';
import {
  anyOf,
  type Guard,
  isBoolean,
  isNumber,
  isText,
  listOf,
  oneOf,
  optional,
  orNull,
  recordOf,
  type Shape,
  shape,
} from './shape.ts';

type Actions = { readonly [K in Action['kind']]: Guard<Extract<Action, { kind: K }>> };

const onInstance = { service: isText, instance: isText };
const actions: Actions = {
  pull: shape<Extract<Action, { kind: 'pull' }>>({
    kind: oneOf('pull'),
    service: isText,
    image: isText,
    digest: isText,
    platform: optional(isText),
  }).is,
  build: shape<Extract<Action, { kind: 'build' }>>({
    kind: oneOf('build'),
    service: isText,
    image: isText,
    seen: optional(isText),
  }).is,
  start: shape<Extract<Action, { kind: 'start' }>>({
    kind: oneOf('start'),
    ...onInstance,
    config: isText,
    alone: optional(isBoolean),
    trial: optional(isBoolean),
  }).is,
  gate: shape<Extract<Action, { kind: 'gate' }>>({ kind: oneOf('gate'), ...onInstance }).is,
  route: shape<Extract<Action, { kind: 'route' }>>({
    kind: oneOf('route'),
    service: isText,
    instance: orNull(isText),
    beside: optional(listOf(isText)),
    leaves: optional(isBoolean),
  }).is,
  drain: shape<Extract<Action, { kind: 'drain' }>>({ kind: oneOf('drain'), ...onInstance, drainMs: isNumber })
    .is,
  stop: shape<Extract<Action, { kind: 'stop' }>>({
    kind: oneOf('stop'),
    ...onInstance,
    graceMs: isNumber,
    signal: optional(isText),
  }).is,
  remove: shape<Extract<Action, { kind: 'remove' }>>({ kind: oneOf('remove'), ...onInstance }).is,
  soak: shape<Extract<Action, { kind: 'soak' }>>({
    kind: oneOf('soak'),
    phase: isText,
    services: listOf(isText),
    soakMs: isNumber,
  }).is,
  promote: shape<Extract<Action, { kind: 'promote' }>>({
    kind: oneOf('promote'),
    phase: isText,
    services: listOf(isText),
  }).is,
};

const step = shape<Step>({
  id: isText,
  phase: isText,
  action: anyOf<Action>(Object.values(actions)),
  because: isText,
  after: listOf(isText),
  irreversible: isBoolean,
});

const requests = shape<Requests>({
  memory: isNumber,
  cpus: isNumber,
  memoryFrom: oneOf('reservation', 'limit', 'default'),
  cpusFrom: oneOf('reservation', 'limit', 'default'),
});

const plannedService = shape<PlannedService>({
  service: isText,
  change: oneOf('create', 'replace', 'scale', 'keep', 'remove', 'skip'),
  because: isText,
  replace: optional(oneOf('start-first', 'probe-first', 'stop-first')),
  requests: optional(requests.is),
  replicas: optional(isNumber),
  starts: optional(isNumber),
  notes: listOf(isText),
});

const admission = shape<Admission>({
  resource: oneOf(
    'memory',
    'cpus',
    'ports',
    'host-memory',
    'host-cpus',
    'quota',
    'images',
    'images-compressed',
    'image',
    'image-compressed',
    'host-disk',
  ),
  inUse: isNumber,
  requests: isNumber,
  surge: isNumber,
  limit: optional(isNumber),
  admitted: isBoolean,
  sum: isText,
});

const loadChange = shape<LoadChange>({ kind: oneOf('shed', 'restore'), releases: recordOf(isNumber) });
const adopted = shape<Adopted>({ service: isText, id: isText, ran: isBoolean });

const phase = shape<Phase>({
  name: isText,
  services: listOf(plannedService.is),
  admissions: listOf(admission.is),
  admitted: isBoolean,
  advice: listOf(isText),
  steps: listOf(step.is),
  soakMs: isNumber,
});

const isProbe: Guard<Probe> = anyOf<Probe>([
  shape<Extract<Probe, { kind: 'tcp' }>>({ kind: oneOf('tcp'), port: isNumber }).is,
  shape<Extract<Probe, { kind: 'exec' }>>({ kind: oneOf('exec'), argv: listOf(isText) }).is,
  shape<Extract<Probe, { kind: 'log' }>>({ kind: oneOf('log'), pattern: isText }).is,
  shape<Extract<Probe, { kind: 'engine' }>>({ kind: oneOf('engine'), expect: oneOf('running', 'completed') })
    .is,
  (value): value is Probe =>
    isObject(value) && value.kind === 'http' && isNumber(value.port) && isText(value.path),
]);

const gate = shape<Gate>({
  probe: isProbe,
  policy: shape<GatePolicy>({
    initialDelayMs: isNumber,
    periodMs: isNumber,
    timeoutMs: isNumber,
    successThreshold: isNumber,
    failureThreshold: isNumber,
    startPeriodMs: isNumber,
    stableForMs: isNumber,
    deadlineMs: isNumber,
    noActivityMs: isNumber,
    soakMs: isNumber,
    restarts: isNumber,
  }).is,
  from: isText,
  weak: isBoolean,
});

const isUnitValue: Guard<UnitValue> = (value): value is UnitValue =>
  isText(value) || (isObject(value) && isText(value.secret));

/** The fields that an engine starts a process by; the rest are lists and numbers it passes on. */
const isUnit: Guard<UnitSpec> = (value): value is UnitSpec =>
  isObject(value) &&
  isText(value.service) &&
  ['entrypoint', 'command', 'networks'].every((name) => listOf(isText)(value[name])) &&
  ['ports', 'mounts'].every((name) => listOf(isObject)(value[name])) &&
  recordOf(isUnitValue)(value.environment) &&
  recordOf(listOf(isNumber))(value.peers) &&
  (value.stopSignal === undefined || isText(value.stopSignal)) &&
  isNumber(value.stopGraceMs) &&
  isObject(value.local);

const wanted = shape<Wanted>({
  unit: isUnit,
  config: isText,
  gate: gate.is,
  replace: oneOf('start-first', 'probe-first', 'stop-first'),
  drainMs: isNumber,
  priority: oneOf(...priorities),
  irreversible: isBoolean,
  backwardCompatible: optional(isBoolean),
  requests: requests.is,
  dependsOn: listOf(
    shape<WantedDependency>({
      service: isText,
      condition: oneOf('service_started', 'service_healthy', 'service_completed_successfully'),
      required: isBoolean,
    }).is,
  ),
  replicas: optional(isNumber),
});

export const planShape: Shape<Plan> = shape<Plan>({
  schema: oneOf('seaworthy.plan/1'),
  version: isText,
  stack: isText,
  engine: isText,
  environment: optional(isText),
  release: isText,
  previousRelease: optional(isText),
  phases: listOf(phase.is),
  // For people: nothing is done by it.
  images: optional((value): value is PlannedImages => isObject(value)),
  wanted: recordOf(wanted.is),
  observed: isText,
  numbers: recordOf(isNumber),
  adopted: optional(listOf(adopted.is)),
  load: optional(loadChange.is),
  warnings: listOf(isText),
  createdAt: isText,
});
