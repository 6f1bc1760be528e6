// `vars`, the older way of copying values: `$(NAME)` in fields that are known to hold them.
import type { Span } from '../../../base/span.ts';
import { isMap, isScalar, type YamlNode, type YamlScalar } from '../../../syntax/yaml.ts';
import { nodeAt, textAt } from '../../../syntax/yaml-path.ts';
import { changeIn, mapItems, textNode, withEntry } from './edit.ts';
import { type FieldSpec, specs } from './field-specs.ts';
import { partsOf } from './replacements.ts';
import { identityOf, isOfKind, type Resource } from './resource.ts';
import { isSelectedExactly } from './selector.ts';

/** Where variables stand. Source: https://github.com/kubernetes-sigs/kustomize/tree/master/examples/wordpress and the fields it uses. */
export function defaultVariableFields(): readonly FieldSpec[] {
  const containers = ['containers', 'initContainers'].flatMap((list) =>
    ['args', 'command', 'env/value', 'volumeMounts/mountPath'].map((field) => `${list}/${field}`),
  );
  const pods = {
    CronJob: 'spec/jobTemplate/spec/template/spec',
    DaemonSet: 'spec/template/spec',
    Deployment: 'spec/template/spec',
    Job: 'spec/template/spec',
    Pod: 'spec',
    ReplicaSet: 'spec/template/spec',
    StatefulSet: 'spec/template/spec',
  };
  const inPods = Object.entries(pods).flatMap(([kind, path]) => [
    ...containers.map((field) => `${kind} ${path}/${field}`),
    `${kind} ${path}/volumes/nfs/server`,
  ]);
  const others = [
    'Deployment spec/template/metadata/annotations',
    'Ingress spec/rules/host',
    'Ingress spec/tls/hosts',
    'Ingress spec/tls/secretName',
    'PersistentVolume spec/nfs/server',
    'Service spec/ports/port',
    'Service spec/ports/targetPort',
    '* metadata/labels',
  ];
  return specs([...inPods, ...others].join('\n'));
}

export function replaceVariables(
  resources: readonly Resource[],
  variables: readonly YamlNode[],
  fields: readonly FieldSpec[],
  refuse: (at: Span, message: string) => void,
): void {
  const values = new Map<string, YamlScalar>();
  for (const item of variables) {
    const name = textAt(item, 'name');
    const value = valueOfVariable(resources, item);
    if (name === undefined) continue;
    if (value === undefined)
      refuse(name.span, `the variable ${name.value} has no value: its object or field is not there`);
    else values.set(name.value, value);
  }
  if (values.size === 0) return;
  const set = (node: YamlNode | undefined): YamlNode | undefined => {
    if (node === undefined) return undefined;
    if (isScalar(node)) return replaced(node, values);
    if (!isMap(node)) return mapItems(node, (item) => (isScalar(item) ? replaced(item, values) : item));
    let map = node;
    for (const { key, value } of node.entries)
      if (isScalar(value)) map = withEntry(map, key.text, replaced(value, values));
    return map;
  };
  for (const resource of resources) {
    const own = identityOf(resource.node);
    for (const spec of fields)
      if (isOfKind(own, spec)) resource.node = changeIn(resource.node, spec.path, set);
  }
}

function valueOfVariable(resources: readonly Resource[], item: YamlNode): YamlScalar | undefined {
  const apiVersion = textAt(item, 'objref', 'apiVersion')?.value ?? '';
  const found = resources.find(
    (resource) =>
      isSelectedExactly(resource, nodeAt(item, 'objref')) &&
      (apiVersion === '' || textAt(resource.node, 'apiVersion')?.value === apiVersion),
  );
  const path = partsOf(
    textAt(item, 'fieldref', 'fieldpath')?.value ??
      textAt(item, 'fieldref', 'fieldPath')?.value ??
      'metadata.name',
  );
  let at: YamlNode | undefined = found?.node;
  for (const part of path) at = at?.kind === 'list' ? at.items[Number(part)] : nodeAt(at, part);
  return isScalar(at) ? at : undefined;
}

/** A whole variable keeps the type of its value; `$$` stands for a dollar. */
function replaced(node: YamlScalar, values: ReadonlyMap<string, YamlScalar>): YamlScalar {
  if (typeof node.value !== 'string' || !node.text.includes('$')) return node;
  const whole = values.get(/^\$\(([^)]*)\)$/.exec(node.text)?.[1] ?? '');
  if (whole !== undefined) return { ...whole, span: node.span };
  const text = node.text.replace(/\$\$|\$\(([^)]*)\)/g, (match, name: string | undefined) =>
    name === undefined ? '$' : (values.get(name)?.text ?? match),
  );
  return text === node.text ? node : textNode(text, node.span);
}
