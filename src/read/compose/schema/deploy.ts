// Keys of `deploy` and `develop` (spec: deploy.md, develop.md), and of the hooks and devices that use the same words.
import { chosenBy, deviceRequest } from './device.ts';
import {
  amount,
  duration,
  integer,
  listOf,
  mapOf,
  number,
  orNothing,
  pairs,
  pattern,
  size,
  text,
  textOrNumber,
  texts,
  words,
} from './shape.ts';

const rollout = {
  delay: duration,
  failure_action: text,
  max_failure_ratio: number,
  monitor: duration,
  order: words('start-first', 'stop-first'),
  parallelism: integer,
};

const genericResources = listOf(
  mapOf('a generic resource', {
    discrete_resource_spec: mapOf('a discrete resource', { kind: text, value: textOrNumber }),
  }),
);

const memory = { ...size, accepts: ['string'] as const };

const resources = mapOf('deploy.resources', {
  limits: mapOf('resource limits', { cpus: number, memory, pids: integer }),
  reservations: mapOf('resource reservations', {
    cpus: number,
    devices: listOf(mapOf('a device', deviceRequest, { ...chosenBy, required: ['capabilities'] })),
    generic_resources: genericResources,
    memory,
  }),
});

const mode = pattern('one of global, replicated, global-job, replicated-job', (value) =>
  /^(?:global|replicated)(?:-job)?$/.test(value),
);

export const deploy = orNothing(
  mapOf('deploy', {
    endpoint_mode: text,
    labels: pairs,
    mode: { ...mode, isTaken: () => true },
    placement: mapOf('deploy.placement', {
      constraints: texts,
      max_replicas_per_node: integer,
      preferences: listOf(mapOf('a placement preference', { spread: text })),
    }),
    replicas: amount,
    resources,
    restart_policy: mapOf('deploy.restart_policy', {
      condition: text,
      delay: duration,
      max_attempts: integer,
      window: duration,
    }),
    rollback_config: mapOf('deploy.rollback_config', rollout),
    update_config: mapOf('deploy.update_config', rollout),
  }),
);
