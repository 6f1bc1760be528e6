// Who depends on a service. Worked out once per stack: asking for each service in turn would be quadratic.
import type { Dependency, Service, Stack } from './service.ts';

export interface Dependant {
  readonly service: Service;
  readonly dependency: Dependency;
}

const cache = new WeakMap<Stack, ReadonlyMap<string, readonly Dependant[]>>();

export function dependantsOf(stack: Stack, name: string): readonly Dependant[] {
  let known = cache.get(stack);
  if (known === undefined) {
    known = collect(stack);
    cache.set(stack, known);
  }
  return known.get(name) ?? [];
}

function collect(stack: Stack): ReadonlyMap<string, readonly Dependant[]> {
  const dependants = new Map<string, Dependant[]>();
  for (const service of stack.services.values()) {
    for (const dependency of service.dependsOn) {
      const list = dependants.get(dependency.service);
      if (list === undefined) dependants.set(dependency.service, [{ service, dependency }]);
      else list.push({ service, dependency });
    }
  }
  return dependants;
}
