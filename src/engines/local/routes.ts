// Service -> instances that its callers reach, kept so that a restarted keeper sends them there again.
import { readFileSync } from 'node:fs';
import { writeAtomically } from './atomic.ts';
import { type Fields, fieldsOf, textMapOf, textsOf } from './fields.ts';
import type { LocalPaths } from './paths.ts';

const schema = 'seaworthy.local-routes/1';

/** The first instance stands where the only one has always stood, for keepers that know of no other. */
export function readRoutes(paths: LocalPaths): Readonly<Record<string, readonly string[]>> {
  try {
    const from = fieldsOf(JSON.parse(readFileSync(paths.routes, 'utf8')));
    const beside: Fields = from.beside === undefined ? {} : fieldsOf(from, 'beside');
    const others = (service: string) => (beside[service] === undefined ? [] : textsOf(beside, service));
    return Object.fromEntries(
      Object.entries(textMapOf(from, 'routes')).map(([service, first]) => [
        service,
        [first, ...others(service)],
      ]),
    );
  } catch {
    return {};
  }
}

export function writeRoutes(paths: LocalPaths, routes: ReadonlyMap<string, readonly string[]>): void {
  const several = [...routes].filter(([, instances]) => instances.length > 1);
  const text = JSON.stringify({
    schema,
    routes: Object.fromEntries([...routes].map(([service, [first]]) => [service, first])),
    ...(several.length === 0
      ? {}
      : { beside: Object.fromEntries(several.map(([service, [, ...others]]) => [service, others])) }),
  });
  writeAtomically(paths.routes, text);
}
