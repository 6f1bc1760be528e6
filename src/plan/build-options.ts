// Keys of `build:` beyond those that every engine understands, as plain values by their names in compose.
import type { Json } from '../model/container.ts';
import type { Stack } from '../model/service.ts';
import { entry, plainOf, textOf } from './plain.ts';

/** In the unit by fields of their own, or of no meaning to what is built. */
const elsewhere = new Set(['args', 'context', 'dockerfile', 'dockerfile_inline', 'target']);

export function buildOptionsOf(stack: Stack, service: string): Readonly<Record<string, Json>> {
  const document = plainOf(stack.resolved);
  const build = entry(entry(entry(document, 'services'), service), 'build');
  if (typeof build !== 'object' || build === null || Array.isArray(build)) return {};
  const options = Object.fromEntries(Object.entries(build).filter(([key]) => !elsewhere.has(key)));
  const secrets = secretWords(entry(build, 'secrets'), entry(document, 'secrets'));
  return secrets.length === 0 ? options : { ...options, secrets };
}

/** `id=token,src=/path` or `id=token,env=NAME`: where a secret is had from, never what it is. */
function secretWords(uses: Json | undefined, objects: Json | undefined): readonly string[] {
  if (!Array.isArray(uses)) return [];
  return uses.flatMap((use: Json) => {
    const name = textOf(entry(use, 'source')) ?? textOf(use);
    if (name === undefined) return [];
    const id = textOf(entry(use, 'target')) ?? name;
    const object = entry(objects, name);
    const file = textOf(entry(object, 'file'));
    const variable = textOf(entry(object, 'environment'));
    if (file !== undefined) return [`id=${id},src=${file}`];
    return variable === undefined ? [] : [`id=${id},env=${variable}`];
  });
}
