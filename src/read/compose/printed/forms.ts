// How docker compose prints each key of a resolved project. Keys not listed: what is empty, false or 0 is left out.
import { type PathTable, pathTable } from '../node/path-table.ts';

export type Form =
  /** As it stands: 0 and false are not the same as nothing. */
  | 'kept'
  /** Names of the user's own, each with a single value. */
  | 'texts'
  /** The same, of which one without a value is not given at all. */
  | 'set'
  /** Names of the user's own, each with a mapping. */
  | 'entries'
  /** A command: an empty one takes the image's own away. */
  | 'words'
  /** A mapping that says nothing when it is empty. */
  | 'value'
  | 'bytes'
  | 'rate'
  | 'duration'
  /** A duration of which none is the same as nothing. */
  | 'delay'
  /** A number of single precision. */
  | 'float'
  | 'whole'
  /** File permissions. */
  | 'mode'
  /** How many devices; -1 stands for all. */
  | 'count'
  | 'ulimit'
  /** A flag that is true unless told. */
  | 'optOut'
  /** `host=address` items, in order of their names. */
  | 'hosts'
  /** Names with a path each, as a list. */
  | 'keys';

type Forms = Readonly<Record<string, Form>>;

const fileMounts: Forms = { '*.mode': 'mode' };
const devices: Forms = { '*.count': 'count', '*.options': 'texts' };
const ulimits: Forms = { '': 'entries', '*': 'ulimit', '*.soft': 'kept', '*.hard': 'kept' };
const hooks: Forms = { '*.command': 'words', '*.environment': 'texts' };
const blkioLimits: Forms = { '*.path': 'kept', '*.rate': 'rate' };

const container: Forms = {
  annotations: 'texts',
  ...under('blkio_config.device_read_bps', blkioLimits),
  ...under('blkio_config.device_read_iops', blkioLimits),
  ...under('blkio_config.device_write_bps', blkioLimits),
  ...under('blkio_config.device_write_iops', blkioLimits),
  'blkio_config.weight_device.*.path': 'kept',
  'blkio_config.weight_device.*.weight': 'kept',
  command: 'words',
  ...under('configs', fileMounts),
  cpu_percent: 'float',
  cpus: 'float',
  entrypoint: 'words',
  environment: 'texts',
  'env_file.*.required': 'optOut',
  extra_hosts: 'hosts',
  ...under('gpus', devices),
  group_add: 'texts',
  init: 'kept',
  labels: 'texts',
  'logging.options': 'texts',
  mem_limit: 'bytes',
  mem_reservation: 'bytes',
  mem_swappiness: 'bytes',
  memswap_limit: 'bytes',
  models: 'entries',
  networks: 'entries',
  'networks.*.driver_opts': 'texts',
  ...under('secrets', fileMounts),
  shm_size: 'bytes',
  stop_grace_period: 'duration',
  storage_opt: 'texts',
  sysctls: 'texts',
  ...under('ulimits', ulimits),
  'volumes.*.bind.create_host_path': 'optOut',
  'volumes.*.tmpfs.size': 'bytes',
  'volumes.*.volume.labels': 'texts',
};

const workload: Forms = {
  ...container,
  'build.additional_contexts': 'texts',
  'build.args': 'set',
  'build.extra_hosts': 'hosts',
  'build.labels': 'texts',
  ...under('build.secrets', fileMounts),
  'build.shm_size': 'bytes',
  'build.ssh': 'keys',
  ...under('build.ulimits', ulimits),
  depends_on: 'entries',
  'depends_on.*.required': 'kept',
  'healthcheck.interval': 'duration',
  'healthcheck.retries': 'kept',
  'healthcheck.start_interval': 'duration',
  'healthcheck.start_period': 'duration',
  'healthcheck.timeout': 'duration',
};

const rollout: Forms = {
  delay: 'delay',
  max_failure_ratio: 'float',
  monitor: 'delay',
  parallelism: 'kept',
};

const resources: Forms = { cpus: 'float', memory: 'bytes' };

const deploy: Forms = {
  labels: 'texts',
  placement: 'value',
  replicas: 'kept',
  resources: 'value',
  ...under('resources.limits', resources),
  ...under('resources.reservations', resources),
  ...under('resources.reservations.devices', devices),
  'resources.reservations.generic_resources.*.discrete_resource_spec.value': 'whole',
  'restart_policy.delay': 'duration',
  'restart_policy.max_attempts': 'kept',
  'restart_policy.window': 'duration',
  ...under('rollback_config', rollout),
  ...under('update_config', rollout),
};

const service: Forms = {
  ...workload,
  attach: 'kept',
  ...under('deploy', deploy),
  'develop.watch.*.action': 'kept',
  'develop.watch.*.exec': 'value',
  ...under('develop.watch.*', { 'exec.command': 'words', 'exec.environment': 'texts' }),
  'develop.watch.*.path': 'kept',
  ...under('post_start', hooks),
  ...under('pre_start.*', container),
  ...under('pre_stop', hooks),
  'provider.options': 'entries',
  scale: 'kept',
};

const job: Forms = { ...workload, 'triggers.manual': 'kept' };

const object: Forms = { driver_opts: 'texts', labels: 'texts' };

const network: Forms = {
  ...object,
  enable_ipv4: 'kept',
  enable_ipv6: 'kept',
  ipam: 'value',
  'ipam.config.*.aux_addresses': 'texts',
  'ipam.options': 'texts',
};

export const forms: PathTable<Form> = pathTable<Form>(() => ({
  name: 'kept',
  ...all('configs', object),
  ...all('jobs', job),
  ...all('models', {}),
  ...all('networks', network),
  ...all('secrets', object),
  ...all('services', service),
  ...all('volumes', object),
}));

/** The same keys below another one. */
function under(path: string, own: Forms): Forms {
  return Object.fromEntries(
    Object.entries(own).map(([key, form]) => [key === '' ? path : `${path}.${key}`, form]),
  );
}

function all(kind: string, own: Forms): Forms {
  return { [kind]: 'entries', ...under(`${kind}.*`, own) };
}
