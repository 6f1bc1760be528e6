// The rules of an audit policy: the first that matches a request says how much of it is recorded.
// https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/
import type { Located } from '../../../base/span.ts';
import type { KubernetesObject } from '../../../model/kubernetes.ts';
import type { YamlNode } from '../../../syntax/yaml.ts';
import { itemsAt, nodeAt, textAt, textsAt } from '../../../syntax/yaml-path.ts';

export interface AuditRule {
  readonly node: YamlNode;
  readonly level: Located<string> | undefined;
}

/** Undefined for what is no audit policy. */
export function auditRules({ apiVersion, kind, node }: KubernetesObject): readonly AuditRule[] | undefined {
  if (!apiVersion.value.startsWith('audit.k8s.io/') || kind.value !== 'Policy') return undefined;
  return itemsAt(node, 'rules').map((rule) => ({ node: rule, level: textAt(rule, 'level') }));
}

/** True when requests for the resource can meet the rule. */
export function matches({ node }: AuditRule, group: string, resource: string): boolean {
  const groups = itemsAt(node, 'resources');
  if (groups.length === 0) return itemsAt(node, 'nonResourceURLs').length === 0;
  return groups.some((item) => {
    const names = textsAt(item, 'resources').map(({ value }) => value);
    const [parent, child] = resource.split('/');
    const isNamed =
      names.length === 0 ||
      names.some(
        (name) => name === resource || name === '*' || name === `${parent}/*` || name === `*/${child}`,
      );
    return isNamed && (textAt(item, 'group')?.value ?? '') === group;
  });
}

/** True when it holds for some requests only: of some users, verbs, namespaces or names. */
export function narrows({ node }: AuditRule): boolean {
  const keys = ['users', 'userGroups', 'verbs', 'namespaces'];
  return (
    keys.some((key) => itemsAt(node, key).length > 0) ||
    itemsAt(node, 'resources').some((item) => nodeAt(item, 'resourceNames') !== undefined)
  );
}
