// Labels and metadata: https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
import type { Part, World } from './part.ts';
import type { Fields } from './tree.ts';

/** What stands in for an owner and an address that nobody has named; `.invalid` never resolves (RFC 2606). */
export const placeholderOwner = 'owner.invalid';
export const placeholderContact = 'unknown@owner.invalid';

/** What selectors go by: never changes. */
export function selectorLabels(part: Part, world: World): Fields {
  return { 'app.kubernetes.io/name': part.name, 'app.kubernetes.io/part-of': world.name };
}

export function podLabels(part: Part, world: World): Fields {
  return { ...selectorLabels(part, world), 'app.kubernetes.io/version': part.version };
}

/** Of an object that belongs to one part. */
export function metadata(part: Part, world: World, name = part.name): Fields {
  return { name, labels: selectorLabels(part, world) };
}

export function workloadMetadata(part: Part, world: World): Fields {
  return {
    name: part.name,
    labels: { ...podLabels(part, world), owner: world.request.owner ?? placeholderOwner },
    annotations: {
      '#call': 'Whom to call when it is down.',
      email: world.request.contact ?? placeholderContact,
      ...carriedLabels(part),
    },
  };
}

/** Labels of compose are notes of people and tools: annotations here. Those of Traefik and compose speak to Docker. */
export function carriedLabels({ service }: Part): Fields {
  const carried = [...service.labels].filter(([key]) => isCarriedLabel(key));
  return Object.fromEntries(carried.map(([key, { value }]) => [key, value]));
}

export function isCarriedLabel(key: string): boolean {
  if (/^(?:traefik|com\.docker|caddy|ofelia|com\.centurylinklabs|autoheal|homepage|diun|docker)\b/.test(key))
    return false;
  return /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/.test(key);
}
