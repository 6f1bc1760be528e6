// The team's own objects as they are applied: as they are written, with our labels besides, and secrets put in.
import { at, isObject, textAt } from '../../base/json.ts';
import { sealedKey } from '../../model/kubernetes-spec.ts';
import type { Wanted } from '../../model/unit.ts';
import { type ApiObject, isApiObject } from './json.ts';
import {
  componentOf,
  type Identity,
  instanceNotes,
  managedBy,
  objectLabels,
  ownLabels,
  versionLabel,
  withMetadata,
} from './labels.ts';
import { nameOf, type Objects, surging, workloadKinds } from './spec.ts';
import type { Kube, Secrets } from './stack.ts';
import { marked } from './unchanged.ts';

export function writtenObjects(kube: Kube, wanted: Wanted, identity: Identity): Objects {
  const { unit } = wanted;
  const ours = objectLabels(kube.stack, unit.service, componentOf(unit));
  const all = (unit.kubernetes?.objects ?? []).flatMap((one): readonly ApiObject[] => {
    const whole = unsealed(one, kube.secrets);
    if (!isApiObject(whole)) return [];
    // A namespace may hold others, too: it is made where there is none, and never ours.
    if (whole.kind === 'Namespace') return [whole];
    const { name } = whole.metadata;
    const labels = { ...ours, ...labelsAt(whole, 'metadata'), ...own(ours) };
    return [{ ...whole, metadata: { ...withMetadata(whole.metadata, labels), name } }];
  });
  const workload = all.find(({ kind }) => workloadKinds.has(kind));
  if (workload === undefined) return { needed: all.map(marked), services: [], workload };
  const isScaled = all.some(({ kind }) => kind === 'HorizontalPodAutoscaler');
  return {
    needed: all.filter((one) => one !== workload && one.kind !== 'Service').map(marked),
    services: all.filter(({ kind }) => kind === 'Service').map(marked),
    workload: forInstance(workload, { identity, ours, isScaled }),
  };
}

/** What nobody else may say; the recommended labels are the team's where it sets them. */
function own(ours: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(ours).filter(([key]) => /^dev\.seaworthy\//.test(key) || key === managedBy),
  );
}

interface Instance {
  readonly identity: Identity;
  readonly ours: Readonly<Record<string, string>>;
  readonly isScaled: boolean;
}

function forInstance(workload: ApiObject, { identity, ours, isScaled }: Instance): ApiObject {
  const { kind, metadata } = workload;
  const template = at(workload, 'spec', 'template');
  const version = versionLabel(workload);
  const isJob = kind === 'Job';
  const whole = {
    ...workload,
    metadata: {
      ...withMetadata(metadata, { ...version, ...labelsAt(workload, 'metadata') }),
      name: nameOf(workload, identity),
    },
    spec: {
      ...fieldsOf(workload, 'spec'),
      // Whoever scales it says how many there are; and a Job that clears itself away would be taken for one that never ran.
      ...(isScaled ? { replicas: undefined } : {}),
      ...(isJob ? { ttlSecondsAfterFinished: undefined } : {}),
      template: {
        ...fieldsOf(template),
        // Selectors go by the labels that the team has given.
        metadata: withMetadata(
          at(template, 'metadata'),
          {
            ...ours,
            ...version,
            ...labelsAt(template, 'metadata'),
            [ownLabels.instance]: identity.instance,
            ...stackLabels(ours),
          },
          instanceNotes(identity, isJob),
        ),
      },
    },
  };
  if (!isApiObject(whole)) return workload;
  return kind === 'Deployment' ? surging(whole) : whole;
}

function stackLabels(ours: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(ours).filter(([key]) => /^dev\.seaworthy\//.test(key)));
}

function labelsAt(value: unknown, ...path: readonly string[]): Readonly<Record<string, string>> {
  const found = fieldsOf(value, ...path, 'labels');
  return Object.fromEntries(
    Object.entries(found).flatMap(([key, one]) => (typeof one === 'string' ? [[key, one]] : [])),
  );
}

function fieldsOf(value: unknown, ...path: readonly string[]): Readonly<Record<string, unknown>> {
  const found = at(value, ...path);
  return isObject(found) ? found : {};
}

function unsealed(value: unknown, secrets: Secrets): unknown {
  if (Array.isArray(value)) return value.map((one) => unsealed(one, secrets));
  if (!isObject(value)) return value;
  const reference = textAt(value, sealedKey);
  if (reference !== undefined) return secrets(reference) ?? '';
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, unsealed(one, secrets)]));
}
