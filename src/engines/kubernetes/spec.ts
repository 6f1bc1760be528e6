// A unit's objects as they are applied: in the namespace, labelled, with settings and secrets under names of their own
// content, so that an instance keeps what it was started with until it goes.
import { BugError } from '../../base/errors.ts';
import { hashOf } from '../../base/hash.ts';
import { at, isObject } from '../../base/json.ts';
import type { UnitSpec, Wanted } from '../../model/unit.ts';
import { type ApiObject, isApiObject, type Json } from './json.ts';
import {
  claimLabels,
  componentLabel,
  componentOf,
  type Identity,
  instanceNotes,
  objectLabels,
  ownLabels,
  withMetadata,
} from './labels.ts';
import type { Kube } from './stack.ts';
import { marked } from './unchanged.ts';
import { writtenObjects } from './written.ts';

export interface Objects {
  /** In the order of applying: what the workload needs comes first. */
  readonly needed: readonly ApiObject[];
  /** Services, whose selectors are the engine's business. */
  readonly services: readonly ApiObject[];
  /** Undefined: only what others need. */
  readonly workload: ApiObject | undefined;
}

/** A Deployment keeps the old pods for so long, unless it is told that the new ones will do (s): 30 days. */
export const holdSeconds = 2_592_000;

export const workloadKinds: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'Job']);

export function objectsOf(kube: Kube, wanted: Wanted, identity: Identity): Objects {
  const { unit } = wanted;
  if (unit.kubernetes?.written === true) return writtenObjects(kube, wanted, identity);
  const all = [...secretOf(kube, unit), ...(unit.kubernetes?.objects ?? [])];
  const renames = new Map(
    all.filter(isVersioned).map((one) => [nameKey(one), `${one.metadata.name}-${hashOf(one, 10)}`]),
  );
  // Their names as Kubernetes may hold them are in the objects, and selectors go by these.
  const labels = { ...claimLabels(kube.stack, unit.service), [componentLabel]: componentOf(unit) };
  const placed = all.map((one): ApiObject => {
    const name = renames.get(nameKey(one)) ?? one.metadata.name;
    const said = at(one.metadata, 'labels');
    const recommended = objectLabels(kube.stack, unit.service, componentOf(unit));
    const beneath = { ...one.metadata, labels: { ...recommended, ...(isObject(said) ? said : {}) } };
    const metadata = withMetadata(beneath, labels);
    return { ...one, metadata: { ...metadata, name, namespace: kube.namespace } };
  });
  const workload = placed.find((one) => workloadKinds.has(one.kind));
  if (workload === undefined) throw new BugError(`${unit.service} has no workload for Kubernetes`);
  return {
    needed: placed.filter((one) => one !== workload && one.kind !== 'Service').map(marked),
    services: placed.filter(({ kind }) => kind === 'Service').map(marked),
    workload: forInstance(workload, { kube, unit, identity, labels, renames }),
  };
}

function isVersioned({ kind }: { readonly kind: string }): boolean {
  return kind === 'ConfigMap' || kind === 'Secret';
}

function nameKey({ kind, metadata }: ApiObject): string {
  return `${kind}/${metadata.name}`;
}

function secretOf({ secrets }: Kube, { kubernetes }: UnitSpec): readonly ApiObject[] {
  const secret = kubernetes?.secret;
  if (secret === undefined) return [];
  const values = Object.entries(secret.values).map(
    ([key, value]) => [key, typeof value === 'string' ? value : (secrets(value.secret) ?? '')] as const,
  );
  const stringData = Object.fromEntries(values);
  return [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: secret.name }, stringData }];
}

interface Instance {
  readonly kube: Kube;
  readonly unit: UnitSpec;
  readonly identity: Identity;
  readonly labels: Readonly<Record<string, string>>;
  readonly renames: ReadonlyMap<string, string>;
}

function forInstance(workload: ApiObject, instance: Instance): ApiObject {
  const { kube, identity, labels, renames, unit } = instance;
  const spec = at(workload, 'spec');
  const template = at(spec, 'template');
  const podLabels = { ...labels, [ownLabels.instance]: identity.instance };
  const annotations = instanceNotes(identity, unit.oneShot || workload.kind === 'Job');
  const metadata = withMetadata(at(template, 'metadata'), podLabels, annotations);
  const pod = kube.priorities.knownIn(renamed(at(template, 'spec'), renames));
  const claims = at(spec, 'volumeClaimTemplates');
  const whole = {
    ...workload,
    metadata: { ...workload.metadata, name: nameOf(workload, identity) },
    spec: {
      ...(isObject(spec) ? spec : {}),
      template: { metadata, spec: pod },
      ...(Array.isArray(claims)
        ? {
            volumeClaimTemplates: claims.map((one) => ({
              ...one,
              metadata: withMetadata(at(one, 'metadata'), claimLabels(kube.stack, unit.service)),
            })),
          }
        : {}),
    },
  };
  if (!isApiObject(whole)) throw new BugError(`${identity.instance} has lost its name`);
  return workload.kind === 'Deployment' ? surging(whole) : whole;
}

/** A Job cannot be changed: every instance is one of its own. The others are changed in place. */
export function nameOf({ kind, metadata }: ApiObject, { instance }: Identity): string {
  return kind === 'Job' ? `${metadata.name}-${instance.slice(instance.lastIndexOf('-') + 1)}` : metadata.name;
}

/** As many new pods as old ones at once, and no old one goes before it is told to. */
export function surging(deployment: ApiObject): ApiObject {
  const spec = at(deployment, 'spec');
  const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: '100%', maxUnavailable: 0 } };
  return { ...deployment, spec: { ...(isObject(spec) ? spec : {}), strategy, ...released } };
}

export const held: Json = { minReadySeconds: holdSeconds, progressDeadlineSeconds: holdSeconds + 600 };
export const released: Json = { minReadySeconds: 0, progressDeadlineSeconds: 600 };

/** References to settings and secrets, wherever they stand in a pod's specification. */
function renamed(value: unknown, renames: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((one) => renamed(one, renames));
  if (!isObject(value)) return value;
  const fields = Object.entries(value).map(([key, one]) => {
    const [kind, field] = references[key] ?? [];
    if (kind === undefined || field === undefined || !isObject(one))
      return [key, renamed(one, renames)] as const;
    const name = renames.get(`${kind}/${String(one[field])}`);
    return [key, name === undefined ? one : { ...one, [field]: name }] as const;
  });
  return Object.fromEntries(fields);
}

const references: Readonly<Record<string, readonly [string, string]>> = {
  configMapRef: ['ConfigMap', 'name'],
  configMapKeyRef: ['ConfigMap', 'name'],
  configMap: ['ConfigMap', 'name'],
  secretRef: ['Secret', 'name'],
  secretKeyRef: ['Secret', 'name'],
  secret: ['Secret', 'secretName'],
};

/** The Service with pods of this instance behind it; `null`: of none. */
export function servingOf(service: ApiObject, instance: string | null): ApiObject {
  const spec = at(service, 'spec');
  const selector = at(spec, 'selector');
  const own = isObject(selector) ? selector : {};
  const to = { ...own, [ownLabels.instance]: instance ?? 'none' };
  return { ...service, spec: { ...(isObject(spec) ? spec : {}), selector: to } };
}
