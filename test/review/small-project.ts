// Projects built by hand, for tests of the review without a reader.
import type { Span } from '../../src/base/span.ts';
import { noCi } from '../../src/model/ci.ts';
import { noPolicy } from '../../src/model/policy.ts';
import type { Project } from '../../src/model/project.ts';
import type { Service, Stack } from '../../src/model/service.ts';
import { noTerraform } from '../../src/model/terraform.ts';

/** A project over texts: comments are lines' `#…` parts, everything else is given or empty. */
export function smallProject(files: Readonly<Record<string, string>>, given: Partial<Project> = {}): Project {
  const texts = new Map(Object.entries(files).map(([file, text]) => [file, { file, text }]));
  return {
    root: '/project',
    artifacts: Object.keys(files).map((file) => ({
      file,
      kind: 'compose',
      understood: 'yes',
      why: undefined,
    })),
    skipped: [],
    stacks: [],
    charts: [],
    terraform: noTerraform,
    kubernetes: { sets: [], problems: [], partly: new Map(), further: [] },
    dockerfiles: new Map(),
    envFiles: new Map(),
    sources: new Map(),
    builds: [],
    serverConfigs: [],
    documents: [],
    packages: [],
    programs: [],
    scripts: [],
    scriptAt: () => undefined,
    imageSources: () => [],
    imageStarted: () => [],
    settings: undefined,
    ci: noCi,
    waiverFiles: [],
    policy: noPolicy,
    texts,
    comments: (file) =>
      [...(files[file] ?? '').matchAll(/#.*/g)].map((match) => ({
        span: { file, start: match.index, end: match.index + match[0].length },
        text: match[0].slice(1).trim(),
      })),
    files: {
      kind: () => undefined,
      isGitIgnored: () => false,
      below: () => [],
      start: () => undefined,
      text: () => undefined,
      isDockerIgnored: () => false,
      dockerIgnoreOf: () => undefined,
    },
    problems: [],
    ...given,
  };
}

/** The span of `part` in the text of `file`. */
export function spanOf(files: Readonly<Record<string, string>>, file: string, part: string): Span {
  const start = (files[file] ?? '').indexOf(part);
  if (start === -1) throw new Error(`${part} does not stand in ${file}`);
  return { file, start, end: start + part.length };
}

export function smallStack(given: Partial<Stack> & Pick<Stack, 'services'>): Stack {
  const nowhere = { file: 'compose.yaml', start: 0, end: 0 };
  return {
    name: 'shop',
    folder: '',
    environment: undefined,
    files: ['compose.yaml'],
    networks: new Map(),
    volumes: new Map(),
    secrets: new Map(),
    configs: new Map(),
    environmentVariables: new Map(),
    variables: [],
    extension: undefined,
    problems: [],
    resolved: { kind: 'map', span: nowhere, entries: new Map() },
    ...given,
  };
}

export function smallService(given: Pick<Service, 'name' | 'nameSpan' | 'span'> & Partial<Service>): Service {
  const absent = {
    image: undefined,
    build: undefined,
    containerName: undefined,
    command: undefined,
    entrypoint: undefined,
    workingDir: undefined,
    user: undefined,
    networkMode: undefined,
    healthcheck: undefined,
    restart: undefined,
    replicas: undefined,
    privileged: undefined,
    readOnly: undefined,
    pid: undefined,
    ipc: undefined,
    stopSignal: undefined,
    stopGraceMs: undefined,
    extension: undefined,
  };
  return {
    ...absent,
    profiles: [],
    enabled: true,
    environment: new Map(),
    envFiles: [],
    ports: [],
    expose: [],
    mounts: [],
    networks: [],
    dependsOn: [],
    links: [],
    resources: {
      memoryLimit: undefined,
      memoryRequest: undefined,
      cpuLimit: undefined,
      cpuRequest: undefined,
      pidsLimit: undefined,
    },
    capAdd: [],
    capDrop: [],
    securityOpt: [],
    secrets: [],
    configs: [],
    labels: new Map(),
    extraHosts: [],
    keys: new Map(),
    ...given,
  };
}
