// Ports that a container declares, which is a note to readers: it listens with or without.
import type { Problem } from '../../../model/finding.ts';
import type { Container, Workload } from '../../../model/kubernetes.ts';
import type { Project } from '../../../model/project.ts';
import { isList } from '../../../syntax/yaml.ts';
import { addItem, addKey } from '../../../syntax/yaml-edit.ts';
import { nodeAt, textAt } from '../../../syntax/yaml-path.ts';
import { safeFix, yamlOf } from '../yaml-fix.ts';

/** The port among those of the container. In the network of the node it would be taken there as well. */
export function declared(
  project: Project,
  { pod }: Workload,
  { node }: Container,
  port: number,
): Pick<Problem, 'fix'> {
  if (pod.hostNetwork?.value === true) return {};
  const source = yamlOf(project, node.span.file);
  const list = nodeAt(node, 'ports');
  // Written as text it is there, and its type is what is to be mended.
  if (isList(list) && list.items.some((one) => textAt(one, 'containerPort')?.value === String(port)))
    return {};
  const item = { containerPort: port };
  const edit =
    list === undefined ? addKey(source, node.span, ['ports'], [item]) : addItem(source, list.span, item);
  return safeFix(`Declare ${port}`, edit);
}
