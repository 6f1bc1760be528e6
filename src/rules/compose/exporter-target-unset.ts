import type { Service } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { lineText } from '../shared/command.ts';
import { majorOf, parseImage } from '../shared/image.ts';
import { isOnlyInternal } from '../shared/stack.ts';

interface Exporter {
  readonly image: RegExp;
  readonly store: string;
  /** Variables of which one says where the store is; the first is the usual one. */
  readonly variables: readonly string[];
  /** The same as a flag, or a file that says it. */
  readonly flag: RegExp;
}

// Sources: the README of each exporter, "flags" and "environment variables".
const exporters: readonly Exporter[] = [
  {
    image: /(?:^|\/)postgres[-_]exporter$/,
    store: 'PostgreSQL',
    variables: ['DATA_SOURCE_NAME', 'DATA_SOURCE_URI', 'DATA_SOURCE_NAME_FILE', 'DATA_SOURCE_URI_FILE'],
    flag: /--config\.file|postgres_exporter\.ya?ml/,
  },
  {
    image: /(?:^|\/)redis[-_]exporter$/,
    store: 'Redis',
    variables: ['REDIS_ADDR', 'REDIS_HOST', 'REDIS_FILE'],
    flag: /-redis\.addr/,
  },
  {
    image: /(?:^|\/)mongodb[-_]exporter$/,
    store: 'MongoDB',
    variables: ['MONGODB_URI'],
    flag: /-mongodb\.(?:uri|dsn)|-compatible-mode/,
  },
  {
    image: /(?:^|\/)mysqld[-_]exporter$/,
    store: 'MySQL',
    variables: ['DATA_SOURCE_NAME'],
    flag: /-mysqld\.address|-config\.my-cnf|\.my\.cnf/,
  },
  {
    image: /(?:^|\/)rabbitmq[-_]exporter$/,
    store: 'RabbitMQ',
    variables: ['RABBIT_URL'],
    flag: /-config-file/,
  },
  {
    image: /(?:^|\/)nginx-prometheus-exporter$/,
    store: 'nginx',
    variables: ['SCRAPE_URI'],
    flag: /-nginx\.scrape-uri/,
  },
];

export default defineRule({
  id: 'exporter-target-unset',
  area: 'compose',
  severity: 'medium',
  aliases: [],
  title: 'An exporter is not told what it is to measure',
  why: 'It asks on localhost, which is its own container: Prometheus scrapes it without an error, and gets nothing of the store.',
  fix: 'Set the variable that the exporter reads.',
  references: [
    'https://github.com/prometheus-community/postgres_exporter#environment-variables',
    'https://github.com/oliver006/redis_exporter#command-line-flags',
  ],
  on: 'service',
  *check(service, { project, stack }) {
    const image = service.image === undefined ? undefined : parseImage(service.image.value);
    const exporter = exporters.find(({ image: form }) => image !== undefined && form.test(image.repository));
    if (exporter === undefined || !service.enabled || service.networkMode !== undefined) return;
    if (service.envFiles.some(({ exists }) => !exists) || isSetOtherwise(service, exporter)) return;
    // One exporter for many stores is given them by the jobs of Prometheus.
    const asks = /metrics_path:\s*["']?\/(?:scrape|probe)/;
    if (project.serverConfigs.some(({ config }) => asks.test(project.texts.get(config.file)?.text ?? '')))
      return;
    const isNewMysqld =
      exporter.store === 'MySQL' && (majorOf(image ?? unknown) ?? 0) === 0 && isNew(image?.tag);
    const given = exporter.variables.find((name) => service.environment.has(name));
    if (given !== undefined && !isNewMysqld) return;
    const near = [...service.environment.values()].find(({ name }) =>
      /^DATA_SOURCE|URI$|URL$|HOST$|ADDR/.test(name),
    );
    const says =
      given === undefined
        ? `is not given ${exporter.variables[0]}`
        : `is given ${given}, which it no longer reads`;
    yield {
      at:
        (given === undefined ? near?.nameSpan : service.environment.get(given)?.nameSpan) ?? service.nameSpan,
      message: `${service.name} ${says}, and looks for ${exporter.store} on localhost`,
      object: `services.${service.name}.environment`,
      ...(isOnlyInternal(stack, service) ? { confidence: 'likely' as const } : {}),
      ...(given === undefined
        ? {}
        : { advice: 'Name the server by --mysqld.address, and the login in a file (--config.my-cnf).' }),
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:16.4
            db-exporter:
              image: prometheuscommunity/postgres-exporter:v0.15.0
              environment:
                DATA_SOURCE_HOST: db
                DATA_SOURCE_USER: metrics
            cache-exporter:
              image: oliver006/redis_exporter:v1.66.0
            mysqld-exporter:
              image: prom/mysqld-exporter:v0.16.0
              environment:
                DATA_SOURCE_NAME: metrics:secret@(mysql:3306)/
        `,
      },
      ['compose.yaml:7:7', 'compose.yaml:9:3', 'compose.yaml:14:7'],
    ),
    good({
      'compose.yaml': `
        services:
          db-exporter:
            image: quay.io/prometheuscommunity/postgres-exporter:v0.15.0
            environment:
              DATA_SOURCE_URI: db:5432/shop
              DATA_SOURCE_USER: metrics
          cache-exporter:
            image: oliver006/redis_exporter:v1.66.0
            command: --redis.addr=redis://cache:6379
          side-exporter:
            image: oliver006/redis_exporter:v1.66.0
            network_mode: service:cache
          mysqld-exporter:
            image: prom/mysqld-exporter:v0.14.0
            environment:
              DATA_SOURCE_NAME: metrics:secret@(mysql:3306)/
      `,
    }),
  ],
});

const unknown = { repository: '', tag: undefined, digest: undefined };

function isSetOtherwise(service: Service, { flag }: Exporter): boolean {
  const mounted = [
    ...service.mounts.map(({ target }) => target.value),
    ...service.configs.map(({ target }) => target ?? ''),
  ];
  return flag.test([lineText(service.entrypoint), lineText(service.command), ...mounted].join(' '));
}

/** 0.15 took the variable away: https://github.com/prometheus/mysqld_exporter/releases/tag/v0.15.0 */
function isNew(tag: string | undefined): boolean {
  const minor = /^v?0\.(\d+)/.exec(tag ?? '')?.[1];
  return minor !== undefined && Number(minor) >= 15;
}
