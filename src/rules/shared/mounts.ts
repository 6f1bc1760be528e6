// What is mounted where in a container: volumes, binds, tmpfs, secrets and configs.
import type { Mount, Reference, Service } from '../../model/service.ts';

/** `/var/run` is a link to `/run` in every image that has both. */
function plain(path: string): string {
  const normal = path.replace(/\/+$/, '').replace(/^\/var\/run(?=\/|$)/, '/run');
  return normal === '' ? '/' : normal;
}

/** True for the folder itself and all below it, as paths inside of a container. */
export function isBelow(path: string, folder: string): boolean {
  const [inner, outer] = [plain(path), plain(folder)];
  return inner === outer || outer === '/' || inner.startsWith(`${outer}/`);
}

/** The innermost mount that holds the path. */
export function mountOf(service: Service, path: string): Mount | undefined {
  const holding = service.mounts.filter((mount) => isBelow(path, mount.target.value));
  return holding.sort((a, b) => b.target.value.length - a.target.value.length)[0];
}

/** Where a secret or config stands in the container. */
export function placeOf(reference: Reference, kind: 'secret' | 'config'): string {
  const target = reference.target ?? reference.name;
  if (target.startsWith('/')) return target;
  return kind === 'secret' ? `/run/secrets/${target}` : `/${target}`;
}

/** True when a mount, secret or config of the service holds the path. */
export function isProvided(service: Service, path: string): boolean {
  if (mountOf(service, path) !== undefined) return true;
  const places = [
    ...service.secrets.map((secret) => placeOf(secret, 'secret')),
    ...service.configs.map((config) => placeOf(config, 'config')),
  ];
  return places.some((place) => isBelow(path, place));
}
