// Which services are there: those without profiles, and those of a selected one (spec: 15-profiles).
import { isScalar, itemsAt, type MapNode } from './node/node.ts';

export function isSelected(own: readonly string[], selected: readonly string[]): boolean {
  return own.length === 0 || selected.includes('*') || own.some((name) => selected.includes(name));
}

export function isActive(service: MapNode, selected: readonly string[]): boolean {
  const own = itemsAt(service, 'profiles').flatMap((item) => (isScalar(item) ? item.text : []));
  return isSelected(own, selected);
}
