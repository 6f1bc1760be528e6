// Names of objects on the engine, as docker compose gives them.

import { textAt } from '../../base/json.ts';
import type { UnitSpec } from '../../model/unit.ts';

/** `shop-api-2`, or the fixed name that the service asks for. */
export function containerName(stack: string, instance: string, unit?: UnitSpec): string {
  return fixedName(unit) ?? `${stack}-${instance}`;
}

export function fixedName(unit: UnitSpec | undefined): string | undefined {
  return textAt(unit?.container?.keys, 'container_name');
}

/** The number in `api-2`. */
export function numberOf(instance: string): string {
  return /-(\d+)$/.exec(instance)?.[1] ?? '1';
}

/** The name of a top-level object: `name:`, or `<stack>_<key>`. */
export function realName(stack: string, key: string, definition: unknown): string {
  return textAt(definition, 'name') ?? `${stack}_${key}`;
}
