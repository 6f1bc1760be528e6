// Containers that docker compose started and that `up --adopt` takes over. A container's labels cannot be changed
// afterwards, so that those which ours would bear are read into what the engine says of it.

import { entriesAt, listAt, textAt } from '../../base/json.ts';
import { adoptedConfig } from '../../model/unit.ts';
import { composeLabels, isOurs, type Labels, labelsOf, ownLabels } from './labels.ts';

/** `ids`: of the containers that were taken over. */
export function asOurs(ids: ReadonlySet<string>, container: unknown): unknown {
  const id = textAt(container, 'Id');
  if (id === undefined || !ids.has(id) || typeof container !== 'object') return container;
  return { ...container, Labels: labelsAsOurs(id, container) };
}

function labelsAsOurs(id: string, container: unknown): Labels {
  const labels = labelsOf(container);
  const service = labels[composeLabels.service] ?? '';
  const instance = `${service}-${labels[composeLabels.number] ?? '1'}`;
  const networks = entriesAt(container, 'NetworkSettings', 'Networks');
  const own = [service, instance, (textAt(container, 'Name') ?? '').replace(/^\//, ''), id.slice(0, 12)];
  const names = networks
    .flatMap(([, endpoint]) => listAt(endpoint, 'Aliases').map(String))
    .filter((name) => !own.includes(name));
  const ports = entriesAt(container, 'Config', 'ExposedPorts').flatMap(([port]) =>
    port.endsWith('/tcp') ? [port.slice(0, -'/tcp'.length)] : [],
  );
  return {
    ...labels,
    [ownLabels.instance]: instance,
    [ownLabels.key]: adoptedConfig,
    [ownLabels.config]: adoptedConfig,
    [ownLabels.networks]: networks.map(([name]) => name).join(','),
    [ownLabels.aliases]: [...new Set(names)].join(','),
    [ownLabels.ports]: ports.join(','),
  };
}

/** `all`: containers in a list. The answer: ids of those that compose started as services of this project. */
export function adoptable(stack: string, all: readonly unknown[]): readonly string[] {
  return all.flatMap((container) => {
    const labels = labelsOf(container);
    const isService = labels[composeLabels.oneOff] !== 'True' && labels[composeLabels.service] !== undefined;
    if (labels[composeLabels.project] !== stack || isOurs(labels) || !isService) return [];
    return [textAt(container, 'Id') ?? ''];
  });
}
