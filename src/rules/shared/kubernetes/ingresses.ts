// Ingresses and the Services that they send to.
import type { Located } from '../../../base/span.ts';
import type { KubernetesObject } from '../../../model/kubernetes.ts';
import type { YamlNode } from '../../../syntax/yaml.ts';
import { itemsAt, nodeAt, textAt } from '../../../syntax/yaml-path.ts';

export function isIngress({ kind, apiVersion }: KubernetesObject): boolean {
  return kind.value === 'Ingress' && /^(?:networking\.k8s\.io|extensions)\//.test(apiVersion.value);
}

export interface Backend {
  readonly service: Located<string>;
  /** Number or name. */
  readonly port: Located<string> | undefined;
}

export function backendsOf({ node }: KubernetesObject): readonly Backend[] {
  const spec = nodeAt(node, 'spec');
  const paths = itemsAt(spec, 'rules').flatMap((rule) => itemsAt(rule, 'http', 'paths'));
  const nodes = [
    nodeAt(spec, 'defaultBackend'),
    nodeAt(spec, 'backend'),
    ...paths.map((path) => nodeAt(path, 'backend')),
  ];
  return nodes.flatMap(backendOf);
}

/** The form of networking.k8s.io/v1, and the one before it. */
function backendOf(node: YamlNode | undefined): readonly Backend[] {
  const service = textAt(node, 'service', 'name') ?? textAt(node, 'serviceName');
  const port =
    textAt(node, 'service', 'port', 'number') ??
    textAt(node, 'service', 'port', 'name') ??
    textAt(node, 'servicePort');
  return service === undefined ? [] : [{ service, port }];
}
