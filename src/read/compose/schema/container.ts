// Keys of whatever is a container: services, jobs, and the hooks that run before a service (spec: 05-services).
import { extraHosts, fileMounts, ulimits } from './build.ts';
import { device, networkUse, volume } from './connect.ts';
import { gpus } from './device.ts';
import {
  any,
  bareFlag,
  between,
  command,
  dict,
  duration,
  either,
  flag,
  integer,
  listOf,
  mapOf,
  names,
  number,
  orNothing,
  pairs,
  pattern,
  type Shape,
  size,
  text,
  textOrNumber,
  textOrTexts,
  texts,
  uniqueTexts,
  words,
} from './shape.ts';

const strict = { extensible: false } as const;

const blkioLimits = listOf(mapOf('a blkio limit', { path: text, rate: textOrNumber }, strict));
const blkioWeights = listOf(mapOf('a blkio weight', { path: text, weight: integer }, strict));
const blkio = mapOf(
  'blkio_config',
  {
    device_read_bps: blkioLimits,
    device_read_iops: blkioLimits,
    device_write_bps: blkioLimits,
    device_write_iops: blkioLimits,
    weight: integer,
    weight_device: blkioWeights,
  },
  strict,
);

const envFile = mapOf(
  'an env file',
  { format: text, path: text, required: flag },
  { ...strict, required: ['path'] },
);

const pullPolicy = pattern('one of always, never, missing, build, daily, weekly, every_<duration>', (value) =>
  /^(?:always|never|build|if_not_present|missing|refresh|daily|weekly|every_(?:[0-9]+[wdhms])+)$/.test(value),
);
/** -1 stands for "no limit". */
const sizeOrUnlimited = {
  ...size,
  isValid: (value: string) => value === '-1' || size.isValid?.(value) === true,
};

export const containerFields: Readonly<Record<string, Shape>> = {
  annotations: pairs,
  blkio_config: blkio,
  cap_add: texts,
  cap_drop: texts,
  cgroup: words('host', 'private'),
  cgroup_parent: text,
  command,
  configs: fileMounts,
  cpu_count: between(0, Number.MAX_SAFE_INTEGER, 'a whole number of CPUs'),
  cpu_percent: { ...number, isValid: (value) => Number(value) >= 0 && Number(value) <= 100 },
  cpu_period: integer,
  cpu_quota: integer,
  cpu_rt_period: integer,
  cpu_rt_runtime: integer,
  cpu_shares: integer,
  cpus: number,
  cpuset: text,
  credential_spec: mapOf('credential_spec', { config: text, file: text, registry: text }),
  device_cgroup_rules: uniqueTexts,
  devices: listOf(either(text, device)),
  dns: textOrTexts,
  dns_opt: texts,
  dns_search: textOrTexts,
  domainname: text,
  entrypoint: command,
  env_file: either(text, listOf(either(text, envFile))),
  environment: pairs,
  extra_hosts: extraHosts,
  gpus,
  group_add: { ...listOf(textOrNumber), unique: true },
  hostname: text,
  image: text,
  init: flag,
  ipc: text,
  isolation: text,
  label_file: textOrTexts,
  labels: pairs,
  logging: mapOf('logging', {
    driver: text,
    options: dict('logging options', orNothing(textOrNumber)),
  }),
  mac_address: text,
  mem_limit: sizeOrUnlimited,
  mem_reservation: size,
  mem_swappiness: integer,
  memswap_limit: sizeOrUnlimited,
  models: either(
    texts,
    dict(
      'models of a service',
      mapOf('a model of a service', { endpoint_var: text, model_var: text }, { nullable: true }),
      names,
    ),
  ),
  network_mode: text,
  networks: either(texts, dict('networks of a service', networkUse, names)),
  oom_kill_disable: flag,
  oom_score_adj: between(-1000, 1000, 'a whole number from -1000 to 1000'),
  pid: orNothing(text),
  pids_limit: integer,
  platform: text,
  privileged: flag,
  pull_policy: pullPolicy,
  pull_refresh_after: text,
  read_only: flag,
  runtime: text,
  secrets: fileMounts,
  security_opt: uniqueTexts,
  shm_size: size,
  stop_grace_period: duration,
  stop_signal: text,
  storage_opt: dict('storage options', any),
  sysctls: pairs,
  tmpfs: textOrTexts,
  ulimits,
  umask: orNothing(textOrNumber),
  use_api_socket: bareFlag,
  user: text,
  userns_mode: text,
  uts: text,
  volumes: listOf(either(text, volume)),
  volumes_from: uniqueTexts,
  working_dir: text,
};
