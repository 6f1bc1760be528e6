// Objects that commands name, against those that the manifests of the repository make.
import { nearest } from '../../../base/text.ts';
import type { Problem } from '../../../model/finding.ts';
import type { KubernetesObject } from '../../../model/kubernetes.ts';
import type { Project } from '../../../model/project.ts';
import type { ScriptCommand } from '../../../model/script.ts';
import { type KubectlCall, type KubectlTarget, kubectlCallOf } from '../kubectl-call.ts';
import { reworded } from '../word-fix.ts';
import { type ClusterNames, clusterNames, isMadeByCommand } from './cluster-names.ts';
import { isSlip } from './find.ts';
import { wrongUse } from './named-use.ts';

interface Named {
  readonly call: KubectlCall;
  readonly target: KubectlTarget;
}

export type NamingProblem = Problem & { readonly name: string };

/** What the commands of one script, job or document name and no manifest has; each once. */
export function* unknownObjects(
  project: Project,
  commands: readonly ScriptCommand[],
): Iterable<NamingProblem> {
  const calls = commands.flatMap((command) => kubectlCallOf(command) ?? []);
  const names = calls.length === 0 ? undefined : clusterNames(project);
  if (names === undefined) return;
  const all = calls.flatMap((call) => call.targets.map((target): Named => ({ call, target })));
  const isOpen = names.isOpen || commands.some(bringsManifests);
  const seen = new Set<string>();
  for (const named of all) {
    const { call, target } = named;
    const key = [target.kind, target.name, spaceOf(named), ...call.containers.map(({ text }) => text)].join(
      ' ',
    );
    if (seen.has(key)) continue;
    seen.add(key);
    const objects = objectsOf(names, target);
    if (objects.length > 0) yield* wrongUse(project, call, target, objects);
    else yield* unknown(project, { ...names, isOpen }, named, all);
  }
}

function spaceOf({ call }: Named): string {
  return call.namespace?.text ?? '';
}

function objectsOf({ objects }: ClusterNames, { kind, name }: KubectlTarget): readonly KubernetesObject[] {
  return objects.get(`${kind} ${name}`) ?? [];
}

function* unknown(
  project: Project,
  names: ClusterNames,
  named: Named,
  all: readonly Named[],
): Iterable<NamingProblem> {
  const { kind, name, at } = named.target;
  const numbered = kind === 'Pod' ? /^(.+)-\d+$/.exec(name)?.[1] : undefined;
  // Pods have names that nobody writes down, but for those of a StatefulSet.
  if (numbered !== undefined && names.objects.has(`StatefulSet ${numbered}`)) return;
  const other = names.hasTemplates ? undefined : names.workloads.get(numbered ?? name);
  const near = other ?? (kind === 'Pod' ? undefined : nearOf(names, named.target));
  const isOurs =
    other !== undefined || near !== undefined || (kind !== 'Pod' && isAboutOurs(names, named, all));
  // The operator of Prometheus makes Services of its own.
  if (!isOurs || name.endsWith('-operated') || isMadeByCommand(project, kind, name)) return;
  const says =
    kind === 'Pod' && other !== undefined ? `pods of ${other.title} have other names` : 'no manifest has it';
  const like = near?.name?.value;
  const before = at.text.slice(0, at.text.length - name.length);
  yield {
    at: at.span,
    message: `kubectl is to find ${kind} ${name}, but ${says}`,
    object: `${kind} ${name}`,
    name,
    related: near === undefined ? [] : [{ at: near.nameSpan, message: `there is ${near.title}` }],
    ...reworded(project, [at], other === undefined && like !== undefined ? before + like : undefined),
  };
}

/** An object of the kind whose name is as good as the same. */
function nearOf({ objects }: ClusterNames, { kind, name }: KubectlTarget): KubernetesObject | undefined {
  const own = [...objects]
    .filter(([key]) => key.startsWith(`${kind} `))
    .flatMap(([, [first]]) => first ?? []);
  const near = nearest(
    name,
    own.flatMap((object) => object.name?.value ?? []),
    2,
  );
  const found = own.find((object) => object.name?.value === near);
  return near !== undefined && isSlip(name, near) ? found : undefined;
}

/** Others that are named beside it, in the same namespace, show whose objects the commands are about. */
function isAboutOurs(names: ClusterNames, named: Named, all: readonly Named[]): boolean {
  const { name } = named.target;
  if (names.isOpen || names.makers.some((maker) => name.includes(maker))) return false;
  if (names.prefix !== undefined && name.startsWith(names.prefix)) return true;
  const environment = /^(.+)-(?:staging|stage|production|prod|development|dev|test|qa)$/.exec(name)?.[1];
  if (environment !== undefined && names.workloads.has(environment)) return true;
  const known = all.filter(
    (one) => spaceOf(one) === spaceOf(named) && objectsOf(names, one.target).length > 0,
  );
  return new Set(known.map(({ target }) => target.name)).size > 1;
}

const bringing =
  /^(?:helm|helmfile|git|istioctl|linkerd|argocd|flux|kustomize|jsonnet|cdk8s|terraform|tar|unzip|ko|skaffold|tilt)$/;

/** `kubectl apply -f https://…`, `helm install`, `git clone`: what they make is not in sight. */
function bringsManifests({ words }: ScriptCommand): boolean {
  const program = words.find(({ text }) => !/^(?:sudo|time|exec)$/.test(text))?.text ?? '';
  if (bringing.test(program)) return true;
  return (
    program === 'kubectl' &&
    words.some(({ text }) => /^(?:apply|create|replace)$/.test(text)) &&
    words.some(
      ({ text, dynamic }) =>
        /^https?:|^github\.com/.test(text) || (dynamic && /URL|MANIFEST|\.ya?ml/.test(text)),
    )
  );
}
