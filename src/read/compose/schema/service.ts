// Every key of a service (spec: 05-services, and the schema of the compose specification).
import { build } from './build.ts';
import { port } from './connect.ts';
import { containerFields } from './container.ts';
import { deploy } from './deploy.ts';
import { develop, hooks, preStartHooks, provider } from './hooks.ts';
import {
  amount,
  dict,
  duration,
  either,
  flag,
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
  retries: { ...amount, fraction: 'cut' },
  start_interval: duration,
  start_period: duration,
  test: either(text, { ...texts, first: ['CMD', 'CMD-SHELL', 'NONE'] }),
  timeout: duration,
});

const restartWord = pattern('one of no, always, on-failure, on-failure:<times>, unless-stopped', (value) =>
  /^(?:no|always|unless-stopped|on-failure(?::\d+)?|)$/.test(value),
);
const restart = { ...restartWord, isTaken: () => true };
const containerName = pattern('a name of two letters, digits, "_", "." and "-" or more', (value) =>
  /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(value),
);
/** Keys of what is built, waited for and reached: services and jobs. */
const workloadFields: Readonly<Record<string, Shape>> = {
  ...containerFields,
  build,
  depends_on: either(texts, dict('dependencies', dependency, names)),
  expose: listOf({ ...textOrNumber, whole: true }),
  healthcheck,
  ports: listOf(either(textOrNumber, port)),
  stdin_open: flag,
  tty: flag,
};

const fields: Readonly<Record<string, Shape>> = {
  ...workloadFields,
  attach: flag,
  container_name: containerName,
  deploy,
  develop,
  extends: either(
    text,
    mapOf('extends', { file: text, service: text }, { extensible: false, required: ['service'] }),
  ),
  external_links: uniqueTexts,
  links: texts,
  post_start: hooks,
  pre_start: preStartHooks,
  pre_stop: hooks,
  profiles: texts,
  provider,
  restart,
  scale: amount,
};

export const service: MapShape = mapOf('a service', fields, { oneOf: ['image', 'build', 'provider'] });

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
  { ...workloadFields, profiles: texts, triggers },
  { required: ['triggers'] },
);
