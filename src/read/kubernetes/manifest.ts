// One file of manifests -> objects and problems. Never throws; templates are told apart from mistakes.
import type { ReadProblem } from '../../model/artifact.ts';
import type { KubernetesObject } from '../../model/kubernetes.ts';
import { isMap, readYaml, type YamlFile, type YamlMap, type YamlNode } from '../../syntax/yaml.ts';
import { itemsAt, nodeAt, textAt, textMapAt } from '../../syntax/yaml-path.ts';
import { nameOf } from '../paths.ts';
import { environmentOf } from './environment.ts';
import { kindOf } from './schema.ts';
import { workloadOf } from './workload.ts';

export interface Manifest {
  readonly file: string;
  readonly objects: readonly KubernetesObject[];
  readonly configurations: readonly KubernetesObject[];
  /** Every object as it stands, those for tools too: what a kustomization takes. */
  readonly nodes: readonly YamlMap[];
  /** The root of a kustomization.yaml. */
  readonly kustomization: YamlNode | undefined;
  readonly problems: readonly ReadProblem[];
  /** Why the file cannot be read as it stands: it is a template. */
  readonly template: string | undefined;
}

export function readManifest(file: string, text: string, inChart: boolean): Manifest {
  const marks = templateMarks(text);
  if (inChart && marks) return templateOf(file, 'a Helm template: its values are not known here');
  const yaml = readYaml(file, text);
  if (marks && looksUnfilled(yaml)) return templateOf(file, 'a template: its values are not known here');
  const problems: ReadProblem[] = [...yaml.problems];
  const objects: KubernetesObject[] = [];
  const configurations: KubernetesObject[] = [];
  const nodes: YamlMap[] = [];
  let kustomization: YamlNode | undefined;
  for (const { root } of yaml.documents) {
    if (isKustomization(file, root)) kustomization = root;
    else if (isMap(root)) {
      nodes.push(...itemsOf(root));
      objects.push(...objectsOf(file, root, problems));
      configurations.push(...configurationOf(file, root));
    }
  }
  return { file, objects, configurations, nodes, kustomization, problems, template: undefined };
}

function templateOf(file: string, template: string): Manifest {
  return {
    file,
    objects: [],
    configurations: [],
    nodes: [],
    kustomization: undefined,
    problems: [],
    template,
  };
}

function templateMarks(text: string): boolean {
  return (
    text.includes('{{') ||
    text.includes('{%') ||
    text.includes('<%') ||
    /^[^#\n]*:[ \t]+\{[A-Z][A-Z0-9_]{3,}\}/m.test(text)
  );
}

/** `{{ x }}` as a value reads as a map in a map, and `{{- if … }}` on a line of its own as a mistake. */
function looksUnfilled({ problems, documents }: YamlFile): boolean {
  return problems.length > 0 || documents.some(({ root }) => holdsBraces(root, 0) || namedByBraces(root));
}

/** Quoted, so that it reads as text. Elsewhere braces may be meant: alert rules and settings have templates of their own. */
function namedByBraces(root: YamlNode | undefined): boolean {
  const parts = [['apiVersion'], ['kind'], ['metadata', 'name'], ['metadata', 'namespace']];
  return parts.some((path) => /\{[{%]/.test(textAt(root, ...path)?.value ?? ''));
}

function holdsBraces(node: YamlNode | undefined, depth: number): boolean {
  if (node === undefined || depth > 40) return false;
  if (node.kind === 'list') return node.items.some((item) => holdsBraces(item, depth + 1));
  if (node.kind === 'scalar') return false;
  if (node.flow && node.entries.some(({ key }) => /[{}]/.test(key.text))) return true;
  return node.entries.some(({ value }) => holdsBraces(value, depth + 1));
}

function isKustomization(file: string, root: YamlNode | undefined): boolean {
  if (/^kustomization\.ya?ml$|^Kustomization$/.test(nameOf(file))) return true;
  const group = textAt(root, 'apiVersion')?.value ?? '';
  return group.startsWith('kustomize.config.k8s.io/');
}

/** Files with `apiVersion` and `kind` that no cluster takes: configuration of tools. */
const toolGroups =
  /^(?:skaffold|kind\.x-k8s\.io|ctlptl\.dev|kubeadm\.k8s\.io|kubelet\.config\.k8s\.io|kubeproxy\.config\.k8s\.io|kubescheduler\.config\.k8s\.io|apiserver\.config\.k8s\.io|audit\.k8s\.io|eksctl\.io|backstage\.io|client\.authentication\.k8s\.io|builtin|krm\.kcfg|fn\.kpt\.dev|kpt\.dev|config\.openshift\.io|k3d\.io|minikube\.sigs\.k8s\.io|devspace\.sh|garden\.io|okteto|talos)\b/;

/** Those of them that programs of a cluster read. */
const configurationGroups =
  /^(?:kubeadm\.k8s\.io|kubelet\.config\.k8s\.io|apiserver\.config\.k8s\.io|audit\.k8s\.io)\//;

/** Kinds of the core group that no cluster takes either: a kubeconfig, and how API servers encrypted before 1.13. */
const coreKinds = /^(?:Config|EncryptionConfig)$/;

function configurationOf(file: string, root: YamlMap): readonly KubernetesObject[] {
  const apiVersion = textAt(root, 'apiVersion');
  const kind = textAt(root, 'kind');
  if (apiVersion === undefined || kind === undefined) return [];
  const isOne = configurationGroups.test(apiVersion.value) || kind.value === 'EncryptionConfig';
  return isOne ? [objectOf(file, root, apiVersion, kind)] : [];
}

function objectsOf(file: string, root: YamlMap, problems: ReadProblem[]): readonly KubernetesObject[] {
  const apiVersion = textAt(root, 'apiVersion');
  const kind = textAt(root, 'kind');
  if (apiVersion === undefined || kind === undefined) {
    if (nodeAt(root, 'metadata', 'name') !== undefined)
      problems.push(withoutIdentity(root, apiVersion === undefined ? 'apiVersion' : 'kind'));
    return [];
  }
  if (toolGroups.test(apiVersion.value) || (apiVersion.value === 'v1' && coreKinds.test(kind.value)))
    return [];
  if (isListOf(root, kind.value)) {
    return itemsAt(root, 'items').flatMap((item) => (isMap(item) ? objectsOf(file, item, problems) : []));
  }
  return [objectOf(file, root, apiVersion, kind)];
}

function isListOf(root: YamlMap, kind: string): boolean {
  return kind === 'List' || (kind.endsWith('List') && nodeAt(root, 'items') !== undefined);
}

function itemsOf(root: YamlMap): readonly YamlMap[] {
  if (!isListOf(root, textAt(root, 'kind')?.value ?? '')) return [root];
  return itemsAt(root, 'items').flatMap((item) => (isMap(item) ? itemsOf(item) : []));
}

/** An object that a kustomization made: what is not one for a cluster is undefined. */
export function renderedObject(
  file: string,
  node: YamlMap,
  given: RenderedName,
): KubernetesObject | undefined {
  const apiVersion = textAt(node, 'apiVersion');
  const kind = textAt(node, 'kind');
  if (apiVersion === undefined || kind === undefined || toolGroups.test(apiVersion.value)) return undefined;
  return objectOf(file, node, apiVersion, kind, given);
}

/** The name that people wrote, and where the rendered object runs. */
export interface RenderedName {
  readonly name: string;
  readonly environment: string | undefined;
}

function withoutIdentity(root: YamlMap, lacks: string): ReadProblem {
  return {
    code: 'identity-missing',
    message: `the document lacks ${lacks}`,
    span: root.entries[0]?.key.span ?? root.span,
    hint: `Add ${lacks}, or move the document out of this file.`,
  };
}

function objectOf(
  file: string,
  node: YamlMap,
  apiVersion: KubernetesObject['apiVersion'],
  kind: KubernetesObject['kind'],
  rendered?: RenderedName,
): KubernetesObject {
  const name = textAt(node, 'metadata', 'name');
  const shown = (rendered?.name || name?.value) ?? textAt(node, 'metadata', 'generateName')?.value;
  const object = {
    file,
    span: node.span,
    apiVersion,
    kind,
    name,
    namespace: textAt(node, 'metadata', 'namespace'),
    labels: textMapAt(node, 'metadata', 'labels'),
    annotations: textMapAt(node, 'metadata', 'annotations'),
    node,
    nameSpan: name?.span ?? kind.span,
    title: shown === undefined ? kind.value : `${kind.value} ${shown}`,
    environment: rendered?.environment ?? environmentOf(file),
    workload: undefined,
  };
  return { ...object, workload: workloadOf(object) };
}

/** What the API server says of an object without a name. */
export function nameProblem(object: KubernetesObject): ReadProblem | undefined {
  if (object.name !== undefined || textAt(object.node, 'metadata', 'generateName') !== undefined)
    return undefined;
  if (kindOf(object.apiVersion.value, object.kind.value) === undefined) return undefined;
  return {
    code: 'missing-key',
    message: `${object.kind.value} lacks metadata.name`,
    span: object.kind.span,
    hint: 'Give it a name.',
  };
}
