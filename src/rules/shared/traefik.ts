// Traefik as far as labels and flags say: which services it forwards to, and what it defines for them.

import type { Located, Span } from '../../base/span.ts';
import { nearest } from '../../base/text.ts';
import type { Problem } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import { rootImageOf } from './image.ts';
import { reviewFix, swapped } from './yaml-fix.ts';

/** The stack's only Traefik; undefined when there is none, or several. */
export function traefikOf(stack: Stack): Service | undefined {
  const found = [...stack.services.values()].filter(
    (service) => service.enabled && rootImageOf(service, undefined)?.repository === 'traefik',
  );
  return found.length === 1 ? found[0] : undefined;
}

/** True when Traefik forwards to the service: labels name a router for it. */
export function isRouted(service: Service): boolean {
  if (service.labels.get('traefik.enable')?.value === 'false') return false;
  return [...service.labels.keys()].some((name) =>
    /^traefik\.(?:http|tcp|udp)\.(?:routers|services)\./i.test(name),
  );
}

interface TraefikName {
  /** As in flags: `entrypoints`. */
  readonly kind: string;
  /** Of the labels that refer to it. */
  readonly ending: RegExp;
  /** For messages: `entry point`. */
  readonly what: string;
}

/** Labels of the service that name what the stack's Traefik does not define. */
export function* undefinedInTraefik(
  service: Service,
  { stack, project }: { readonly stack: Stack; readonly project: Project },
  { kind, ending, what }: TraefikName,
): Generator<Problem> {
  const traefik = isRouted(service) ? traefikOf(stack) : undefined;
  const defined = traefik && definedByFlags(traefik, kind);
  if (traefik === undefined || defined === undefined) return;
  for (const { label, name, at } of namesInLabels(service, ending)) {
    if (defined.names.has(name.toLowerCase())) continue;
    const near = nearest(name.toLowerCase(), defined.names.keys());
    const place = near === undefined ? undefined : defined.names.get(near);
    yield {
      at: at.span,
      message: `${service.name} is routed by the ${what} ${name}, which ${traefik.name} does not define`,
      object: `services.${service.name}.labels.${label}`,
      related: [
        place === undefined
          ? { at: traefik.command?.span ?? traefik.nameSpan, message: `${traefik.name} is configured here` }
          : { at: place, message: `${near} is defined here` },
      ],
      ...(near === undefined ? {} : reviewFix(`Name ${near}`, swapped(project, at, name, near))),
    };
  }
}

interface Definitions {
  /** Names in lower case, and where each is defined. */
  readonly names: ReadonlyMap<string, Span>;
}

/**
 * Names of one kind (`entrypoints`, `certificatesresolvers`) that flags define; undefined when a file or variables
 * may define more.
 */
function definedByFlags(traefik: Service, kind: string): Definitions | undefined {
  const words = traefik.command?.words ?? [];
  const isElsewhere =
    traefik.entrypoint !== undefined ||
    traefik.configs.length > 0 ||
    words.some(({ value }) => /^--configfile/i.test(value) || value.includes('$')) ||
    [...traefik.environment.keys()].some((name) => /^TRAEFIK_/i.test(name)) ||
    traefik.mounts.some(({ target }) => /^\/(?:etc\/traefik|traefik\.(?:ya?ml|toml))/.test(target.value));
  if (isElsewhere || words.length === 0) return undefined;
  const flag = new RegExp(`^--${kind}\\.([^.=\\s]+)`, 'i');
  const names = new Map<string, Span>();
  for (const { value, span } of words) {
    const name = flag.exec(value)?.[1]?.toLowerCase();
    if (name !== undefined && !names.has(name)) names.set(name, span);
  }
  return { names };
}

/** Names that router labels with this ending refer to, each with its label's value. */
function* namesInLabels(
  service: Service,
  ending: RegExp,
): Iterable<{ readonly label: string; readonly name: string; readonly at: Located<string> }> {
  for (const [label, at] of service.labels) {
    if (!/^traefik\.(?:http|tcp|udp)\.routers\./i.test(label) || !ending.test(label)) continue;
    if (at.value.includes('$')) continue;
    for (const name of at.value.split(',')) if (name.trim() !== '') yield { label, name: name.trim(), at };
  }
}
