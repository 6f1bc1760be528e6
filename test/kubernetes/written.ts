// The objects of a project as they are written, for sending them to an API server byte by byte.
import type { KubernetesObject } from '../../src/model/kubernetes.ts';
import type { Project } from '../../src/model/project.ts';
import type { Identity } from './trial.ts';

export interface Written {
  readonly object: KubernetesObject;
  readonly identity: Identity;
  readonly text: string;
}

/** Groups of operators, and those that no server since 1.25 has: what they would say is not known here. */
const unserved =
  /^(?!(?:apps|batch|autoscaling|extensions)\/|(?:networking|rbac|storage)\b)[\w-]+\.(?!k8s\.io\/)[\w.-]+\/|^gateway\.|^policy\/v1beta1$/;

/** All objects but those that a kustomization or a chart makes, and those of kinds that the server does not know. */
export function writtenObjects(project: Project): readonly Written[] {
  const sets = project.kubernetes.sets.filter(({ rendered }) => rendered === undefined);
  return sets
    .flatMap((set) => set.objects)
    .filter(({ apiVersion }) => !unserved.test(apiVersion.value))
    .map((object) => {
      const { file, span, apiVersion, kind, namespace } = object;
      return {
        object,
        identity: { apiVersion: apiVersion.value, kind: kind.value, namespace: namespace?.value },
        text: project.texts.get(file)?.text.slice(span.start, span.end) ?? '',
      };
    });
}
