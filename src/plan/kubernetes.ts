// What a unit says to Kubernetes. Secret values leave through `putSecret`.
import { isSecretEntry } from '../base/secret.ts';
import { parseBytes, parseCpus } from '../base/units.ts';
import type { Json } from '../model/container.ts';
import {
  type KubernetesObject,
  type KubernetesSpec,
  type MadeObjects,
  sealedKey,
} from '../model/kubernetes-spec.ts';
import type { Gate } from '../model/probe.ts';
import type { Requests, UnitSpec } from '../model/unit.ts';
import { entry, isMapping, textOf } from './plain.ts';

export function kubernetesOf(
  made: MadeObjects | undefined,
  putSecret: (value: string) => string,
): { readonly kubernetes?: KubernetesSpec } {
  if (made === undefined) return {};
  const { secret, written } = made;
  const objects = written === true ? made.objects.map((one) => sealed(one, putSecret)) : made.objects;
  if (written === true) return { kubernetes: { objects, secret: undefined, written } };
  if (secret === undefined) return { kubernetes: { objects, secret: undefined } };
  const values = Object.entries(secret.values).map(
    ([key, value]) => [key, { secret: putSecret(value) }] as const,
  );
  return { kubernetes: { objects, secret: { name: secret.name, values: Object.fromEntries(values) } } };
}

/**
 * What a unit for Kubernetes is not: its image comes from a registry, whatever the sources here hold by now, and a path
 * of this machine means nothing to a node.
 */
export function elsewhere(made: MadeObjects | undefined): Partial<UnitSpec> {
  if (made === undefined) return {};
  return { image: containersOf(made).map(imageIn)[0], build: undefined, contentHash: undefined, mounts: [] };
}

/** What the pods of a service ask for together. */
export function podRequests(made: MadeObjects): Pick<Requests, 'memory' | 'cpus'> {
  const sum = (name: string, parse: (text: string) => number | undefined) =>
    containersOf(made).reduce<number>((total, one) => {
      const text = textOf(entry(entry(entry(one, 'resources'), 'requests'), name));
      return total + (text === undefined ? 0 : (parse(text) ?? 0));
    }, 0) * replicasOf(made);
  return { memory: sum('memory', parseBytes), cpus: sum('cpu', parseCpus) };
}

export function replicasOf({ objects }: Pick<MadeObjects, 'objects'>): number {
  const stated = objects.map(({ spec }) => entry(spec, 'replicas')).find((one) => typeof one === 'number');
  return typeof stated === 'number' ? stated : 1;
}

export function containersOf({ objects }: Pick<MadeObjects, 'objects'>): readonly Json[] {
  return objects.flatMap(({ spec }) => {
    const containers = entry(entry(entry(spec, 'template'), 'spec'), 'containers');
    return Array.isArray(containers) ? containers : [];
  });
}

function imageIn(container: Json): string | undefined {
  return textOf(entry(container, 'image'));
}

/** Its kubelets ask the same question of every pod, from beside it: then the gate goes by what they say. */
export function gateOn(made: MadeObjects | undefined, gate: Gate): Gate {
  if (made === undefined || gate.probe.kind === 'log') return gate;
  if (!containersOf(made).some((one) => isMapping(entry(one, 'readinessProbe')))) return gate;
  return { ...gate, probe: { kind: 'engine', expect: 'running' }, from: `pods ready (${gate.from})` };
}

/** Values of Secrets, and of variables that name a secret, stay out of plans and journals. */
function sealed(object: KubernetesObject, putSecret: (value: string) => string): KubernetesObject {
  const seal = (value: string): Json => ({ [sealedKey]: putSecret(value) });
  if (object.kind === 'Secret') {
    const sealAll = (values: Json | undefined): Json =>
      isMapping(values)
        ? Object.fromEntries(Object.entries(values).map(([key, one]) => [key, seal(String(one ?? ''))]))
        : {};
    const { data, stringData, ...rest } = object;
    return {
      ...rest,
      ...(data === undefined ? {} : { data: sealAll(data) }),
      ...(stringData === undefined ? {} : { stringData: sealAll(stringData) }),
    };
  }
  const { spec } = object;
  return spec === undefined ? object : { ...object, spec: sealedIn(spec, seal) };
}

function sealedIn(value: Json, seal: (value: string) => Json): Json {
  if (Array.isArray(value)) return value.map((one) => sealedIn(one, seal));
  if (!isMapping(value)) return value;
  const { name, value: own } = value;
  if (typeof name === 'string' && typeof own === 'string' && isSecretEntry(name, own))
    return { ...value, value: seal(own) };
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, sealedIn(one, seal)]));
}
