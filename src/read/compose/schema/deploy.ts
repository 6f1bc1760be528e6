// Keys of `deploy` and `develop` (spec: deploy.md, develop.md), and of the hooks and devices that use the same words.
import {
  amount,
  any,
  command,
  dict,
  duration,
  either,
  flag,
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
  textOrTexts,
  texts,
  uniqueTexts,
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

const device = {
  capabilities: uniqueTexts,
  count: textOrNumber,
  device_ids: uniqueTexts,
  driver: text,
  options: pairs,
};

/** `gpus: all`, or a list of devices (spec: services, "gpus"). */
export const gpus = either(words('all'), listOf(mapOf('a gpu', device)));

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
    devices: listOf(mapOf('a device', device, { required: ['capabilities'] })),
    generic_resources: genericResources,
    memory,
  }),
});

export const deploy = orNothing(
  mapOf('deploy', {
    endpoint_mode: text,
    labels: pairs,
    mode: pattern('one of global, replicated, global-job, replicated-job', (value) =>
      /^(global|replicated)(-job)?$/.test(value),
    ),
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

const hookFields = { command, environment: pairs, privileged: flag, user: text, working_dir: text };
export const hook = mapOf('a hook', hookFields, { required: ['command'] });

export const develop = orNothing(
  mapOf('develop', {
    watch: listOf(
      mapOf(
        'a watch rule',
        {
          action: words('rebuild', 'sync', 'restart', 'sync+restart', 'sync+exec'),
          exec: hook,
          ignore: textOrTexts,
          include: textOrTexts,
          initial_sync: flag,
          path: text,
          target: text,
        },
        { required: ['path', 'action'] },
      ),
    ),
  }),
);

/** `provider` (spec: services, "provider"): what its options mean is up to the provider. */
export const provider = mapOf(
  'provider',
  { options: dict('provider options', any), type: text },
  { required: ['type'] },
);
