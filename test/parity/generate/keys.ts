// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of compose, not of JavaScript
// For each key of a service an arbitrary value in one of its forms.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of compose, not of JavaScript
import fc from 'fast-check';
import {
  type Arbitrary,
  dict,
  duration,
  filled,
  flag,
  integer,
  list,
  name,
  pairs,
  record,
  scalar,
  size,
  textOrList,
  word,
} from './words.ts';

const command: Arbitrary = fc.oneof(word, list(word), fc.constant(null));
const paths = fc.constantFrom('/a', '/b', '/c', '/a/');
const hosts: Arbitrary = fc.oneof(
  list(fc.constantFrom('h:1.1.1.1', 'h=2.2.2.2', 'k=::1', 'k:[::1]')),
  dict(fc.constantFrom('h', 'k'), fc.constantFrom('1.1.1.1', '3.3.3.3')),
);
/** Those of a build are not turned into numbers. */
const buildUlimits: Arbitrary = dict(fc.constantFrom('nofile', 'nproc'), fc.integer({ min: 1, max: 9 }));
const ulimits: Arbitrary = dict(
  fc.constantFrom('nofile', 'nproc'),
  fc.oneof(integer, record({ soft: integer, hard: integer }, ['soft', 'hard'])),
);
const hook: Arbitrary = record(
  {
    command: fc.constantFrom('run it', 'x'),
    user: filled,
    environment: pairs,
    privileged: flag,
    working_dir: filled,
  },
  ['command'],
);

const port: Arbitrary = fc.oneof(
  fc.constantFrom(
    '80',
    '80:80',
    '8080:80/udp',
    '127.0.0.1:81:81',
    '3000-3001:3000-3001',
    '${P}:80',
    80,
    '[::1]:82:82',
    '90-91:80',
  ),
  record(
    {
      target: fc.constantFrom(80, 81, '80'),
      published: fc.constantFrom('80', '81', '${P}'),
      protocol: fc.constantFrom('tcp', 'udp'),
      host_ip: fc.constantFrom('127.0.0.1', '0.0.0.0'),
      mode: fc.constantFrom('host', 'ingress'),
      name: filled,
      app_protocol: filled,
    },
    ['target'],
  ),
);

const volume: Arbitrary = fc.oneof(
  fc.constantFrom(
    'vol:/a',
    './x:/b',
    '/c',
    './y:/a:ro',
    'vol:/c/:nocopy',
    './x:/b:z,ro',
    '~/h:/a',
    'other:/b',
  ),
  record(
    {
      type: fc.constant('bind'),
      source: fc.constantFrom('./x', '/y'),
      target: paths,
      read_only: flag,
      bind: record({ propagation: filled, create_host_path: flag }),
    },
    ['type', 'source', 'target'],
  ),
  record(
    {
      type: fc.constant('volume'),
      source: fc.constantFrom('vol', 'other'),
      target: paths,
      volume: record({ nocopy: flag, labels: pairs, subpath: filled }),
    },
    ['type', 'source', 'target'],
  ),
  record(
    {
      type: fc.constant('tmpfs'),
      target: paths,
      tmpfs: record({ size, mode: fc.constantFrom(0o755, 420) }),
    },
    ['type', 'target'],
  ),
);

const mount: Arbitrary = fc.oneof(
  name,
  record(
    {
      source: name,
      target: fc.constantFrom('/a', 't'),
      uid: fc.constant('1'),
      gid: fc.constant('2'),
      mode: fc.constantFrom('0440', 292),
    },
    ['source'],
  ),
);

const networks: Arbitrary = fc.oneof(
  list(name),
  dict(
    name,
    fc.oneof(
      fc.constant(null),
      record({
        aliases: list(filled),
        ipv4_address: fc.constant('10.0.0.2'),
        priority: fc.integer({ min: 1, max: 3 }),
        driver_opts: dict(name, fc.constantFrom('x', 1)),
        mac_address: filled,
        link_local_ips: list(filled),
      }),
    ),
  ),
);

const rollout: Arbitrary = record({
  parallelism: integer,
  delay: duration,
  failure_action: filled,
  monitor: duration,
  order: fc.constantFrom('start-first', 'stop-first'),
  max_failure_ratio: fc.constantFrom(0.5, '0.1'),
});
const device: Arbitrary = record(
  { capabilities: list(filled), driver: filled, count: fc.constantFrom(1, 'all', '2'), options: pairs },
  ['capabilities'],
);

const deploy: Arbitrary = record({
  mode: fc.constantFrom('global', 'replicated'),
  replicas: integer,
  labels: pairs,
  endpoint_mode: filled,
  update_config: rollout,
  rollback_config: rollout,
  restart_policy: record({
    condition: fc.constantFrom('any', 'none'),
    delay: duration,
    max_attempts: integer,
    window: duration,
  }),
  placement: record({
    constraints: list(filled),
    preferences: list(record({ spread: filled })),
    max_replicas_per_node: integer,
  }),
  resources: record({
    limits: record({ cpus: fc.constantFrom('0.5', 1.5, '2'), memory: size, pids: integer }),
    reservations: record({ cpus: fc.constantFrom('0.25'), memory: size, devices: list(device) }),
  }),
});

export const build: Arbitrary = fc.oneof(
  fc.constantFrom('.', './ctx', 'https://example.com/x.git'),
  record({
    context: fc.constantFrom('.', './ctx'),
    dockerfile: filled,
    args: pairs,
    labels: pairs,
    target: filled,
    cache_from: list(filled),
    tags: list(filled),
    platforms: list(filled),
    extra_hosts: hosts,
    network: filled,
    no_cache: flag,
    pull: flag,
    privileged: flag,
    shm_size: fc.constantFrom('64m', '1g'),
    ulimits: buildUlimits,
    additional_contexts: dict(name, fc.constantFrom('./other', 'docker-image://x')),
    entitlements: list(filled),
  }),
);

export function dependsOn(names: readonly string[]): Arbitrary {
  const one = fc.constantFrom(...names);
  const condition = fc.constantFrom('service_started', 'service_healthy', 'service_completed_successfully');
  return fc.oneof(
    list(one),
    dict(one, record({ condition, restart: flag, required: fc.boolean() }, ['condition'])),
  );
}

/** Keys that go with any other; what excludes something else is kept to values that do not. */
export const serviceKeys: Readonly<Record<string, Arbitrary>> = {
  annotations: pairs,
  attach: flag,
  cap_add: list(filled),
  cap_drop: list(filled),
  cgroup: fc.constantFrom('host', 'private'),
  cgroup_parent: word,
  command,
  configs: list(mount),
  cpu_shares: integer,
  cpu_period: integer,
  cpuset: filled,
  deploy,
  device_cgroup_rules: list(filled),
  devices: list(
    fc.oneof(
      fc.constantFrom('/dev/a', '/dev/a:/dev/b', '/dev/c:/dev/b:r'),
      record(
        {
          source: fc.constant('/dev/d'),
          target: fc.constantFrom('/dev/a', '/dev/e'),
          permissions: fc.constant('rw'),
        },
        ['source', 'target'],
      ),
    ),
  ),
  dns: textOrList,
  dns_opt: list(filled),
  dns_search: textOrList,
  domainname: word,
  entrypoint: command,
  env_file: fc.oneof(
    fc.constantFrom('one.env', './two.env'),
    list(
      fc.oneof(
        fc.constantFrom('one.env', 'two.env'),
        record(
          {
            path: fc.constantFrom('one.env', 'gone.env'),
            required: fc.constant(false),
            format: fc.constant('raw'),
          },
          ['path', 'required'],
        ),
      ),
    ),
  ),
  environment: pairs,
  expose: list(fc.constantFrom('80', 81, '90-91')),
  external_links: list(filled),
  extra_hosts: hosts,
  gpus: fc.oneof(fc.constant('all'), list(device)),
  group_add: list(fc.constantFrom('1', 2, 'wheel')),
  healthcheck: record({
    test: fc.oneof(filled, fc.constantFrom(['CMD', 'x'], ['NONE'], ['CMD-SHELL', 'y z'])),
    interval: duration,
    timeout: duration,
    retries: integer,
    start_period: duration,
    start_interval: duration,
    disable: flag,
  }),
  hostname: word,
  init: flag,
  ipc: filled,
  isolation: word,
  label_file: fc.constantFrom('one.labels', ['one.labels']),
  labels: pairs,
  logging: record({ driver: fc.constantFrom('x', 'y'), options: dict(name, fc.constantFrom('1', 2, null)) }),
  mac_address: filled,
  mem_swappiness: integer,
  memswap_limit: size,
  networks,
  oom_kill_disable: flag,
  oom_score_adj: integer,
  platform: word,
  ports: list(port),
  post_start: list(hook, 2),
  pre_stop: list(hook, 2),
  privileged: flag,
  pull_policy: fc.constantFrom('always', 'never', 'if_not_present', 'missing', 'daily'),
  read_only: flag,
  restart: fc.constantFrom('no', 'always', 'on-failure:3', 'unless-stopped'),
  runtime: word,
  scale: integer,
  secrets: list(mount),
  security_opt: list(filled),
  shm_size: size,
  stdin_open: flag,
  stop_grace_period: duration,
  stop_signal: filled,
  storage_opt: dict(name, fc.constantFrom('x', 'y')),
  sysctls: pairs,
  tmpfs: fc.constantFrom('/run', ['/run', '/tmp'], ['/run:size=1m']),
  tty: flag,
  ulimits,
  user: word,
  userns_mode: filled,
  uts: filled,
  volumes: list(volume),
  working_dir: word,
  'x-own': scalar,
};
