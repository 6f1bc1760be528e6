// Who made an object, as far as it shows.
import { textAt } from '../../base/json.ts';
import { objectsAt } from './json.ts';
import { annotationOf } from './labels.ts';

/** `kubectl`, `helm release shop`, `argocd-controller`. */
export function makerOf(object: unknown): string {
  const release = annotationOf(object, 'meta.helm.sh/release-name');
  if (release !== '') return `helm release ${release}`;
  const entries = objectsAt(object, 'metadata', 'managedFields');
  const managers = entries.flatMap((one) =>
    textAt(one, 'subresource') === undefined ? [textAt(one, 'manager') ?? ''] : [],
  );
  const name = managers.find((one) => one !== '' && one !== 'kube-controller-manager') ?? 'somebody else';
  return /^kubectl(?:-|$)/.test(name) ? 'kubectl' : name;
}
