// The one container of a part.
import { acceptance, lowestFree } from './accepted.ts';
import { type Built, configName, plainSettings, secretName, secretPath } from './built.ts';
import type { World } from './part.ts';
import { type Amounts, amountsOf, cpuText, ephemeralStorage, memoryText } from './resources.ts';
import { containerSecurity } from './security.ts';
import type { Fields, Tree } from './tree.ts';

export function containerOf(built: Built, world: World): Fields {
  const { part, commands, probes } = built;
  const { service } = part;
  const plain = plainSettings(built);
  const mounts = mountsOf(built);
  return {
    '#unasked': acceptance('container', built, world),
    name: part.name,
    '#digest': acceptance('image', built, world),
    image: part.image,
    '#pull':
      "A node's copy is not trusted: the registry checks who asks. Layers that are there are not fetched again.",
    imagePullPolicy: 'Always',
    command: commands.command,
    args: commands.args,
    workingDir: service.workingDir?.value,
    ports: portsOf(built, world),
    envFrom: plain.length === 0 ? undefined : [{ configMapRef: { name: configName(part) } }],
    env: environmentOf(built, world),
    startupProbe: probes.startup,
    readinessProbe: probes.readiness,
    livenessProbe: probes.liveness,
    lifecycle: lifecycleOf(built),
    resources: resourcesOf(amountsOf(part)),
    securityContext: containerSecurity(part),
    volumeMounts: mounts.length === 0 ? undefined : mounts,
    stdin: isSet(service.keys.has('stdin_open')),
    tty: isSet(service.keys.has('tty')),
  };
}

function portsOf(built: Built, world: World): readonly Fields[] | undefined {
  const { part } = built;
  if (part.ports.length === 0) return undefined;
  return part.ports.map(({ name, port, protocol }) => ({
    name,
    '#low': port < lowestFree ? acceptance('port', built, world) : undefined,
    containerPort: port,
    protocol: protocol === 'TCP' ? undefined : protocol,
  }));
}

function lifecycleOf({ part }: Built): Fields | undefined {
  if (part.kind !== 'Deployment' || part.ports.length === 0) return undefined;
  return {
    '#drain': 'The address is taken from the Service at the same moment: what is on its way still arrives.',
    preStop: { sleep: { seconds: drainSeconds } },
  };
}

/** Until every node has heard that the pod is leaving. */
export const drainSeconds = 5;

function isSet(value: boolean): true | undefined {
  return value ? true : undefined;
}

export function resourcesOf({ cpuRequest, cpuLimit, memoryRequest, memoryLimit }: Amounts): Fields {
  return {
    requests: {
      cpu: cpuText(cpuRequest),
      memory: memoryText(memoryRequest),
      'ephemeral-storage': ephemeralStorage,
    },
    limits: {
      cpu: cpuText(cpuLimit),
      memory: memoryText(memoryLimit),
      'ephemeral-storage': ephemeralStorage,
    },
  };
}

/** Secrets first: a value may only refer to what stands above it. */
function environmentOf(built: Built, world: World): readonly Tree[] | undefined {
  const { part, environment, commands } = built;
  const { settings } = environment;
  const own = new Set(settings.map(({ name }) => name));
  const fromSecret = (name: string, key: string): Fields => ({
    name,
    valueFrom: {
      secretKeyRef: { '#inside': acceptance('secret', built, world), name: secretName(part), key },
    },
  });
  const parts = new Set([...environment.keys, ...commands.keys]);
  const list = [
    ...[...parts].filter((key) => !own.has(key)).map((key) => fromSecret(key, key)),
    ...settings.flatMap((one) => (one.kind === 'secret' ? [fromSecret(one.name, one.key)] : [])),
    ...settings.flatMap((one) =>
      one.kind === 'file' ? [{ name: one.variable, value: secretPath(one.key) }] : [],
    ),
    ...settings.flatMap((one) => (one.kind === 'composed' ? [{ name: one.name, value: one.value }] : [])),
  ];
  return list.length === 0 ? undefined : list;
}

function mountsOf({ storage, environment }: Built): readonly Fields[] {
  const files = environment.settings.flatMap((one) => (one.kind === 'file' ? [one.key] : []));
  return [
    ...storage.mounts.map(({ volume, path, subPath, readOnly }) => ({
      name: volume,
      mountPath: path,
      subPath,
      readOnly: readOnly ? true : undefined,
    })),
    ...new Map(
      [...storage.secretFiles, ...files.map((key) => ({ key, path: secretPath(key) }))].map((one) => [
        one.path,
        one,
      ]),
    ).values(),
  ].map((one) =>
    'key' in one ? { name: 'secrets', mountPath: one.path, subPath: one.key, readOnly: true } : one,
  );
}
