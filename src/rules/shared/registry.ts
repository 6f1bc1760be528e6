// Where an image comes from, and whether the team's policy has it.
import type { Policy } from '../../model/policy.ts';

/** Docker Hub under the names that the engine and its clients know. */
const hub = /^(?:index|registry-1|hub)\.docker\.(?:io|com)$|^registry\.hub\.docker\.com$/;

/**
 * `docker.io/library/nginx` of `nginx`, `ghcr.io/acme/api` of `ghcr.io/acme/api:1`; undefined where a variable hides it.
 * https://pkg.go.dev/github.com/distribution/reference: the first part is a host when it has a dot or a port.
 */
function fullName(image: string): string | undefined {
  if (image.includes('$') || image.trim() === '') return undefined;
  const name = image
    .trim()
    .replace(/@.*$/, '')
    .replace(/:[^:/]*$/, '');
  const [first = '', ...rest] = name.split('/');
  if (rest.length === 0) return `docker.io/library/${first}`;
  if (!/[.:]|^localhost$/.test(first)) return `docker.io/${name}`;
  const path = rest.join('/');
  if (!hub.test(first) && first !== 'docker.io') return name;
  return `docker.io/${rest.length === 1 ? 'library/' : ''}${path}`;
}

/** The registry that an image comes from, `ghcr.io`, where it is none of these; undefined where it is, or is not known. */
export function mistrusted(registries: Policy['registries'], image: string): string | undefined {
  if (registries.length === 0) return undefined;
  const name = fullName(image);
  if (name === undefined) return undefined;
  return registries.some((one) => holds(one, name)) ? undefined : name.split('/')[0];
}

/** Part by part from the left, so that a registry stands for all below it. */
function holds(pattern: string, name: string): boolean {
  const parts = name.split('/');
  const [host = '', ...folders] = pattern.split('/');
  const wanted = [hub.test(host) ? 'docker.io' : host, ...folders];
  return wanted.length <= parts.length && wanted.every((part, at) => fits(part, parts[at] ?? ''));
}

function fits(pattern: string, part: string): boolean {
  if (!pattern.includes('*')) return pattern.toLowerCase() === part.toLowerCase();
  const pieces = pattern.split('*').map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pieces.join('.*')}$`, 'i').test(part);
}

export const mistrust = (registry: string) => `comes from ${registry}, which the policy does not trust`;
