// Configuration of proxies and monitoring, as far as it names hosts and ports of the same stack.
import type { Located, Span } from '../base/span.ts';
import type { Service, Stack } from './service.ts';

export type ServerProgram =
  | 'nginx'
  | 'caddy'
  | 'traefik'
  | 'kong'
  | 'prometheus'
  | 'grafana'
  | 'alertmanager'
  | 'loki'
  | 'promtail'
  | 'otel-collector';

/**
 * What the program does with an address: forwards to it, scrapes it, queries it, sends telemetry and alerts to it, or
 * keeps samples there and reads them back.
 */
export type AddressRole = 'upstream' | 'target' | 'data-source' | 'receiver' | 'remote-write' | 'remote-read';

export interface NamedAddress {
  readonly role: AddressRole;
  /** Lower case. */
  readonly host: string;
  /** The protocol's own port where none is written. */
  readonly port: number | undefined;
  readonly span: Span;
  /** A member of a group: its host is never the name of one. */
  readonly member?: boolean;
}

export interface ServerConfig {
  readonly file: string;
  readonly program: ServerProgram;
  readonly addresses: readonly NamedAddress[];
  /** Names that stand for groups of addresses: `upstream api { … }`. */
  readonly groups: ReadonlySet<string>;
  /** Ports on which the program itself listens, as far as the file says. */
  readonly listens: ReadonlySet<number>;
  readonly monitoring?: Monitoring;
  /** Certificates and keys without which the program does not start, as paths in its container. */
  readonly certificates?: readonly Located<string>[];
  /** Directives and blocks of nginx that stand in no other block, each once. */
  readonly outermost?: readonly Located<string>[];
  /** Why some of the file may not have been read: its first mistake. */
  readonly problem?: string | undefined;
}

/** What files of Prometheus and Grafana say beside addresses. */
export interface Monitoring {
  /** True for a file with `scrape_configs`: the main one of Prometheus. */
  readonly isMain: boolean;
  readonly jobs: readonly Located<string>[];
  /** True when targets or jobs come from elsewhere too: discovery, other files. */
  readonly discovers: boolean;
  /** Jobs whose targets the Kubernetes around the container is asked for: it alone says where its API is. */
  readonly inCluster: readonly Located<string>[];
  readonly ruleFiles: readonly Located<string>[];
  readonly sendsAlerts: boolean;
  readonly alerts: readonly { readonly name: Located<string>; readonly expression: Located<string> }[];
  /** Data sources that Grafana is given, and folders in its container that hold dashboards. */
  readonly dataSources: readonly QueriedSource[];
  readonly dashboardFolders: readonly Located<string>[];
  /** Data sources that a dashboard names, each once. */
  readonly queried: readonly Located<string>[];
}

interface QueriedSource {
  readonly name: Located<string>;
  readonly uid: string | undefined;
  /** The organization that it is the default of. */
  readonly defaultOf: string | undefined;
}

/** A configuration file that a service mounts or that its image copies. */
export interface ConfigLink {
  readonly stack: Stack;
  readonly service: Service;
  readonly config: ServerConfig;
  /** Where the compose file or Dockerfile brings it into the container. */
  readonly from: Span;
  /** Where it lies in the container. */
  readonly target: string;
}
