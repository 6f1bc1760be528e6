// What roles allow, and rules on it.
import type { Span } from '../../../base/span.ts';
import type { KubernetesObject, KubernetesSet } from '../../../model/kubernetes.ts';
import type { Project } from '../../../model/project.ts';
import { itemsAt, textAt, textsAt } from '../../../syntax/yaml-path.ts';
import { defineRule, type Rule } from '../../rule.ts';
import { findIn } from './find.ts';
import { findAll } from './object-index.ts';

/** One item of a role's `rules`. */
export interface Grant {
  readonly span: Span;
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly names: readonly string[];
}

export function isRole({ kind, apiVersion }: KubernetesObject): boolean {
  return /^(?:Cluster)?Role$/.test(kind.value) && apiVersion.value.startsWith('rbac.');
}

export function isBinding({ kind, apiVersion }: KubernetesObject): boolean {
  return /^(?:Cluster)?RoleBinding$/.test(kind.value) && apiVersion.value.startsWith('rbac.');
}

export function grantsOf(role: KubernetesObject): readonly Grant[] {
  return itemsAt(role.node, 'rules').map((node) => ({
    span: node.span,
    groups: textsAt(node, 'apiGroups').map(({ value }) => value),
    resources: textsAt(node, 'resources').map(({ value }) => value),
    verbs: textsAt(node, 'verbs').map(({ value }) => value),
    names: textsAt(node, 'resourceNames').map(({ value }) => value),
  }));
}

export interface Wanted {
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** API groups of the resources; the core group is `''`. */
  readonly groups?: readonly string[];
}

/** The resource of `wanted` that a grant gives by name; wildcards have a rule of their own. */
export function granted(grant: Grant, { resources, verbs, groups = [''] }: Wanted): string | undefined {
  const inGroup = grant.groups.some((group) => group === '*' || groups.includes(group));
  const withVerb = grant.verbs.some((verb) => verb === '*' || verbs.includes(verb));
  if (!inGroup || !withVerb) return undefined;
  return resources.find((resource) =>
    grant.resources.some((one) => one === resource || one === ofAny(resource)),
  );
}

/** `pods/exec` is also given by `*` + `/exec`, the one wildcard beside `*` itself that RBAC knows. */
function ofAny(resource: string): string | undefined {
  const slash = resource.indexOf('/');
  return slash === -1 ? undefined : `*${resource.slice(slash)}`;
}

export const changing = ['create', 'update', 'patch', 'delete', 'deletecollection'] as const;

type RoleRule = Omit<Rule<'kubernetes-object'>, 'on' | 'check' | 'area'> & {
  readonly wanted: Wanted;
  /** Only roles of this kind. */
  readonly kind?: 'Role' | 'ClusterRole';
  /** Whether naming the objects makes it harmless. */
  readonly unnamed?: true;
  /** Aliases that only some of the verbs have, by alias. */
  readonly narrow?: Readonly<Record<string, readonly string[]>>;
  /** What holders of the role may do: `run commands in pods`. */
  readonly may: string;
};

/** A rule on roles that allow certain verbs on certain resources. */
export function roleRule({
  wanted,
  kind,
  unnamed,
  narrow,
  may,
  ...rule
}: RoleRule): Rule<'kubernetes-object'> {
  return defineRule({
    ...rule,
    area: 'kubernetes',
    on: 'kubernetes-object',
    *check(object) {
      if (!isRole(object) || (kind !== undefined && object.kind.value !== kind)) return;
      for (const grant of grantsOf(object)) {
        const resource = granted(grant, wanted);
        if (resource === undefined || (unnamed && grant.names.length > 0)) continue;
        yield {
          at: grant.span,
          message: `${object.title} allows to ${may}`,
          object: `${object.title} ${resource}`,
          ...(narrow === undefined ? {} : { aliases: aliasesOf(rule.aliases, narrow, grant) }),
          // A wildcard gives it along with the rest; few mean it.
          ...(grant.verbs.some((verb) => wanted.verbs.includes(verb)) ? {} : { severity: 'medium' }),
        };
      }
    },
  });
}

function aliasesOf(
  aliases: readonly string[],
  narrow: NonNullable<RoleRule['narrow']>,
  { verbs }: Grant,
): readonly string[] {
  return aliases.filter((alias) => {
    const wanted = narrow[alias];
    return wanted === undefined || verbs.some((verb) => verb === '*' || wanted.includes(verb));
  });
}

export interface Binding {
  readonly roleKind: string;
  readonly roleName: string;
  readonly roleSpan: Span;
  readonly subjects: readonly {
    readonly kind: string;
    readonly name: string;
    readonly namespace: string | undefined;
    readonly span: Span;
  }[];
}

export function bindingOf({ node, nameSpan }: KubernetesObject): Binding {
  const role = textAt(node, 'roleRef', 'name');
  return {
    roleKind: textAt(node, 'roleRef', 'kind')?.value ?? '',
    roleName: role?.value ?? '',
    roleSpan: role?.span ?? nameSpan,
    subjects: itemsAt(node, 'subjects').map((item) => ({
      kind: textAt(item, 'kind')?.value ?? '',
      name: textAt(item, 'name')?.value ?? '',
      namespace: textAt(item, 'namespace')?.value,
      span: textAt(item, 'name')?.span ?? item.span,
    })),
  };
}

/** The role that a binding grants, in its set or else anywhere in the repository. */
export function boundRole(
  project: Project,
  set: KubernetesSet,
  { roleKind, roleName }: Binding,
): KubernetesObject | undefined {
  return findIn(set, roleKind, roleName) ?? findAll(project, roleKind, roleName)[0];
}

/** Programs that install whatever a repository names: they hold all rights by their task. */
export function deploysAnything({ title }: KubernetesObject): boolean {
  return /argo-?cd|gitops|flux|kustomize-controller|helm-controller|crossplane|rancher|kapp|werf/i.test(
    title,
  );
}

/** True when nothing can be changed through the role, and no secrets read. */
export function onlyReads(role: KubernetesObject): boolean {
  return grantsOf(role).every(
    ({ verbs, resources }) =>
      verbs.every((verb) => /^(?:get|list|watch)$/.test(verb)) &&
      !resources.some((resource) => resource === '*' || /^secrets\b/.test(resource)),
  );
}
