// Where a volume does not hold the data of the PostgreSQL image, although it looks as if it did.
import { type ImageName, majorOf } from './image.ts';

const home = '/var/lib/postgresql';
const data = `${home}/data`;

export interface MisplacedMount {
  /** `refused`: the image does not start; `covered`: the data go to a volume that the image itself declares. */
  readonly how: 'refused' | 'covered';
  /** Where it belongs. */
  readonly right: string;
  /** What to say behind the place of the mount. */
  readonly words: string;
}

/**
 * Versions before 18 declare a volume at `/var/lib/postgresql/data`, which covers what is mounted above it; later ones
 * one folder above, and they refuse a mount at the old place: https://hub.docker.com/_/postgres#pgdata
 */
export function misplacedMount(
  image: ImageName | undefined,
  pgdata: string | undefined,
  target: string,
  others: readonly string[],
): MisplacedMount | undefined {
  const major = image?.repository === 'postgres' ? majorOf(image) : undefined;
  if (major === undefined) return undefined;
  const path = withoutSlash(target);
  if (major >= 18) {
    if (path !== data || pgdata !== undefined) return undefined;
    return { how: 'refused', right: home, words: `version ${major} keeps them one folder above` };
  }
  const isCovered = path === home && isInData(pgdata ?? data) && !others.some(isInData);
  if (!isCovered) return undefined;
  return {
    how: 'covered',
    right: data,
    words: `its image puts a volume of its own at ${data}, which is lost`,
  };
}

function isInData(path: string): boolean {
  return `${withoutSlash(path)}/`.startsWith(`${data}/`);
}

function withoutSlash(path: string): string {
  return path.replace(/(.)\/+$/, '$1');
}
