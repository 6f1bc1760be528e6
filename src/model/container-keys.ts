// What the Docker engine makes of each key of a compose service. `docs/engines/docker.md`, the rule
// `compose/key-refused-by-engine` and the notes of a plan are made from it.

export type Fate = 'carried' | 'approximated' | 'refused';

export interface KeyFate {
  readonly fate: Fate;
  /** How, where it is not carried as it stands; why, where it is refused. */
  readonly how: string;
}

const carried: KeyFate = { fate: 'carried', how: '' };
const so = (how: string): KeyFate => ({ fate: 'carried', how });
const nearly = (how: string): KeyFate => ({ fate: 'approximated', how });
const refused = (how: string): KeyFate => ({ fate: 'refused', how });

/** Every key of a service in the compose specification. */
export const serviceKeys: Readonly<Record<string, KeyFate>> = {
  annotations: so('as annotations of the container, which engines before API 1.43 ignore'),
  attach: nearly('logs are read with `seaworthy logs`; nothing is attached to a terminal'),
  blkio_config: carried,
  build: so('by the engine or by buildx, before anything is stopped'),
  cap_add: carried,
  cap_drop: carried,
  cgroup: carried,
  cgroup_parent: carried,
  command: carried,
  configs: so(
    'files of this machine as read-only mounts; with a mode or an owner, or from a text, put in before the start, or mounted from a copy where the root is read-only; a changed content replaces the service; external ones stop the rollout',
  ),
  container_name: so('a name is given once, so that the service is replaced stop-first'),
  cpu_count: carried,
  cpu_percent: carried,
  cpu_period: carried,
  cpu_quota: carried,
  cpu_rt_period: carried,
  cpu_rt_runtime: carried,
  cpu_shares: carried,
  cpus: carried,
  cpuset: carried,
  credential_spec: refused('only Windows has it'),
  depends_on: so('as the order of the plan; `restart: true` is not followed later'),
  deploy: nearly(
    '`replicas` as `scale`, `resources`, `restart_policy`, `labels`; `placement` means nothing on one engine, and a replacement follows `replace` of the settings, not `update_config`',
  ),
  develop: nearly('means nothing to a rollout'),
  device_cgroup_rules: carried,
  devices: carried,
  dns: carried,
  dns_opt: carried,
  dns_search: carried,
  domainname: carried,
  entrypoint: carried,
  env_file: so('as environment'),
  environment: carried,
  expose: carried,
  extends: so('resolved before'),
  external_links: refused(
    'a link to a container of another project breaks with its replacement; share a network instead',
  ),
  extra_hosts: carried,
  gpus: carried,
  group_add: carried,
  healthcheck: so('given to the engine for `docker ps`; gates probe by themselves'),
  hostname: carried,
  image: so('by the digest that its tag stood for when the plan was made'),
  init: carried,
  ipc: carried,
  isolation: carried,
  label_file: carried,
  labels: carried,
  links: nearly(
    'the other name becomes an alias in all networks of the service, and so outlives a replacement',
  ),
  logging: carried,
  mac_address: so('a fixed address is given once, so that the service is replaced stop-first'),
  mem_limit: carried,
  mem_reservation: carried,
  mem_swappiness: carried,
  memswap_limit: carried,
  models: refused('a model runner is no part of the engine'),
  network_mode: carried,
  networks: so('without a subnet of its own a network gets the one that the engine chose first, for good'),
  oom_kill_disable: carried,
  oom_score_adj: carried,
  pid: carried,
  pids_limit: carried,
  platform: carried,
  ports: so('a fixed port is published by the container, or held by the front with `replace: start-first`'),
  post_start: carried,
  pre_start: refused('no engine runs it yet'),
  pre_stop: carried,
  privileged: carried,
  profiles: carried,
  provider: refused('a provider is a program of its own, which a rollout cannot undo'),
  pull_policy: carried,
  pull_refresh_after: carried,
  read_only: carried,
  restart: so('a service that others wait for to end is not begun again when it has ended well'),
  runtime: carried,
  scale: so(
    'so many instances that share name and traffic, each with its gate; a fixed port, name or address that one alone can have is refused',
  ),
  secrets: so('as configs'),
  security_opt: carried,
  shm_size: carried,
  stdin_open: carried,
  stop_grace_period: so('in whole seconds, at least one'),
  stop_signal: carried,
  storage_opt: carried,
  sysctls: carried,
  tmpfs: carried,
  tty: carried,
  ulimits: carried,
  umask: refused('the engine cannot set it'),
  use_api_socket: nearly("the engine's socket is mounted; logins are not"),
  user: carried,
  userns_mode: carried,
  uts: carried,
  volumes: so('a volume without a name gets one, so that a replacement finds the data'),
  volumes_from: so('of the container that serves when this one starts'),
  working_dir: carried,
};

/** Keys of a service that the engine refuses, with the reason. */
export function refusedKeys(keys: Iterable<string>): readonly (readonly [key: string, why: string])[] {
  return [...keys].flatMap((key) => {
    const found = serviceKeys[key];
    return found?.fate === 'refused' ? [[key, found.how] as const] : [];
  });
}
