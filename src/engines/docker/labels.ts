// Labels are the only memory of this engine: compose's, so that its commands work on our stacks, and our own.
import { textMapAt } from '../../base/json.ts';

export const composeLabels = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  number: 'com.docker.compose.container-number',
  configHash: 'com.docker.compose.config-hash',
  oneOff: 'com.docker.compose.oneoff',
  dependsOn: 'com.docker.compose.depends_on',
  image: 'com.docker.compose.image',
  folder: 'com.docker.compose.project.working_dir',
  files: 'com.docker.compose.project.config_files',
  version: 'com.docker.compose.version',
  network: 'com.docker.compose.network',
  volume: 'com.docker.compose.volume',
} as const;

export const ownLabels = {
  instance: 'dev.seaworthy.instance',
  key: 'dev.seaworthy.key',
  config: 'dev.seaworthy.config',
  release: 'dev.seaworthy.release',
  run: 'dev.seaworthy.run',
  step: 'dev.seaworthy.step',
  phase: 'dev.seaworthy.phase',
  priority: 'dev.seaworthy.priority',
  oneShot: 'dev.seaworthy.one-shot',
  /** Ports of the service inside, which gates and the front call: `8000,9000`. */
  ports: 'dev.seaworthy.ports',
  /** Names beside the service's own by which it is called. */
  aliases: 'dev.seaworthy.aliases',
  /** `true`: the front holds its fixed ports. */
  held: 'dev.seaworthy.held-ports',
  /** What it was made with, to see what somebody changes of it. */
  made: 'dev.seaworthy.made',
  /** Names of its networks, for one that was cut off half-way. */
  networks: 'dev.seaworthy.networks',
} as const;

/** Compose takes its projects for its own only when this is there; the version is of the file format's meaning. */
export const composeVersion = '2.40.3';

export type Labels = Readonly<Record<string, string>>;

/** Of a container in a list, or of one that was inspected. */
export function labelsOf(container: unknown): Labels {
  return { ...textMapAt(container, 'Labels'), ...textMapAt(container, 'Config', 'Labels') };
}

export function isOurs(labels: Labels): boolean {
  return labels[ownLabels.key] !== undefined;
}

/** For `filters=`: what carries this label with this value. */
export function labelFilter(name: string, value: string): string {
  return JSON.stringify({ label: [`${name}=${value}`] });
}
