// Keys of a service and of a job beyond those of everything that runs (spec: 05-services).
import { build } from './build.ts';
import { port } from './connect.ts';
import { containerFields } from './container.ts';
import { deploy, develop, hook, provider } from './deploy.ts';
import {
  amount,
  dict,
  duration,
  either,
  flag,
  integer,
  listOf,
  type MapShape,
  mapOf,
  names,
  pattern,
  type Shape,
  text,
  textOrNumber,
  texts,
  uniqueTexts,
  words,
} from './shape.ts';

const strict = { extensible: false } as const;

const dependency = mapOf(
  'a dependency',
  {
    condition: words('service_started', 'service_healthy', 'service_completed_successfully'),
    required: flag,
    restart: flag,
  },
  { required: ['condition'] },
);

const healthcheck = mapOf('healthcheck', {
  disable: flag,
  interval: duration,
  retries: integer,
  start_interval: duration,
  start_period: duration,
  test: either(text, { ...texts, first: ['CMD', 'CMD-SHELL', 'NONE'] }),
  timeout: duration,
});

const restart = pattern('one of no, always, on-failure, on-failure:<times>, unless-stopped', (value) =>
  /^(?:no|always|unless-stopped|on-failure(?::\d+)?|)$/.test(value),
);

const containerName = pattern('a name of letters, digits, "_", "." and "-"', (value) =>
  /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(value),
);

const workloadFields: Readonly<Record<string, Shape>> = {
  build,
  depends_on: either(texts, dict('dependencies', dependency, names)),
  expose: listOf({ ...textOrNumber, whole: true }),
  healthcheck,
  ports: listOf(either(textOrNumber, port)),
  stdin_open: flag,
  tty: flag,
};

const preStart = mapOf('a pre_start hook', { ...containerFields, per_replica: flag });

const serviceFields: Readonly<Record<string, Shape>> = {
  attach: flag,
  container_name: containerName,
  deploy,
  develop,
  extends: either(
    text,
    mapOf('extends', { file: text, service: text }, { ...strict, required: ['service'] }),
  ),
  external_links: uniqueTexts,
  links: texts,
  post_start: listOf(hook),
  pre_start: listOf(preStart),
  pre_stop: listOf(hook),
  profiles: texts,
  provider,
  restart,
  scale: amount,
};

export const service: MapShape = mapOf(
  'a service',
  { ...containerFields, ...workloadFields, ...serviceFields },
  { oneOf: ['image', 'build', 'provider'] },
);

const schedule = mapOf(
  'a schedule',
  {
    concurrency: words('forbid', 'queue'),
    cron: text,
    missed_fires: words('one', 'skip'),
    timezone: text,
  },
  { required: ['cron'] },
);

const triggers = mapOf(
  'the triggers of a job',
  { manual: flag, schedule: listOf(either(text, schedule)) },
  { oneOf: ['manual', 'schedule'] },
);

/** A job runs to its end when it is asked to, or by the clock. */
export const job: MapShape = mapOf(
  'a job',
  { ...containerFields, ...workloadFields, profiles: texts, triggers },
  { required: ['triggers'], oneOf: ['image', 'build'] },
);
