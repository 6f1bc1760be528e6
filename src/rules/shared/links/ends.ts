// The ends of links: one for each thing, however many links name it.
import type { Span } from '../../../base/span.ts';
import type { GitlabRun } from '../../../model/ci.ts';
import type { Confidence } from '../../../model/finding.ts';
import type { HelmChart } from '../../../model/helm.ts';
import { type KubernetesObject, workloadKinds } from '../../../model/kubernetes.ts';
import type { Link, LinkEnd, LinkKind, LinkSource } from '../../../model/link.ts';
import type { PackageFile } from '../../../model/package-file.ts';
import type { Build, Service, Stack } from '../../../model/service.ts';
import type { Job, Workflow } from '../../../model/workflow.ts';
import { repositoryOf } from '../built-image.ts';

type Known = readonly [how: LinkSource, confidence?: Confidence];

export function link(
  from: LinkEnd,
  kind: LinkKind,
  to: LinkEnd,
  known: Known,
  ...spans: readonly (Span | undefined)[]
): Link {
  const [how, confidence = how === 'declared' ? 'certain' : 'likely'] = known;
  return { from, kind, to, how, confidence, spans: spans.filter((span) => span !== undefined) };
}

/** The same service of base and overlay is two: the overlay is named. */
export function serviceEnd({ files, environment }: Stack, { name, nameSpan }: Service): LinkEnd {
  const shown = environment === undefined ? name : `${name} (${environment})`;
  return { kind: 'service', id: `service ${files.join('+')} ${name}`, name: shown, at: nameSpan };
}

/** The image by its name, without tag and digest; expressions in it as they are written. */
export function imageEnd(written: string): LinkEnd {
  const text = written.replace(/\$\{(\w+)\}/g, '$$$1');
  const name = repositoryOf(text) ?? text.replace(/:(?:\$\{\{?[^}]*\}\}?|\$\([^)]*\)|\$\w+|[\w.-])+$/, '');
  return { kind: 'image', id: `image ${name}`, name, at: undefined };
}

export function fileEnd(kind: 'Dockerfile' | 'script' | 'file' | 'code', file: string): LinkEnd {
  return { kind, id: `${kind} ${file}`, name: file, at: { file, start: 0, end: 0 } };
}

/** A variable of one service or workload. */
export function variableEnd(owner: LinkEnd, name: string, at: Span | undefined): LinkEnd {
  return { kind: 'variable', id: `variable ${name} of ${owner.id}`, name: `${name} of ${owner.name}`, at };
}

const workloads: ReadonlySet<string> = new Set(workloadKinds);

export function objectEnd(object: KubernetesObject): LinkEnd {
  const kind = workloads.has(object.kind.value) ? 'workload' : 'object';
  const id = `${kind} ${object.file} ${object.span.start} ${object.title}`;
  return { kind, id, name: object.title, at: object.nameSpan };
}

/** A job of GitLab. */
export function runEnd({ pipeline, job }: GitlabRun): LinkEnd {
  const { value, span } = job.name;
  return { kind: 'job', id: `job ${pipeline.file} ${value}`, name: value, at: span };
}

/** A target of make or a script of package.json, with its folder where that is not the root. */
export function commandEnd({ file, folder, kind, commands }: PackageFile, name: string): LinkEnd {
  const shown = folder === '' ? name : `${name} (${folder})`;
  const end = kind === 'make' ? 'target' : 'npm script';
  return { kind: end, id: `${end} ${file} ${name}`, name: shown, at: commands.get(name)?.span };
}

export function chartEnd({ file, folder, name }: HelmChart): LinkEnd {
  return { kind: 'chart', id: `chart ${file}`, name: name?.value ?? folder, at: { file, start: 0, end: 0 } };
}

/** How a service is built. */
export function buildEnd(owner: LinkEnd, context: string, { target, span }: Build): LinkEnd {
  const shown = target === undefined ? '' : ` (${target.value})`;
  const name = `${context === '' ? '.' : context}${shown}`;
  return { kind: 'build', id: `build of ${owner.id}`, name, at: span };
}

export function jobEnd(workflow: Workflow, { id, idSpan }: Job): LinkEnd {
  return { kind: 'job', id: `job ${workflow.file} ${id}`, name: id, at: idSpan };
}
