// Base images: what a repository asks for, else the newest that is kept up for long. As of November 2026.
// Sources: https://github.com/nodejs/release#release-schedule, https://devguide.python.org/versions/,
// https://go.dev/doc/devel/release, https://adoptium.net/support/, and the tags of
// https://github.com/docker-library/official-images and https://github.com/nginx/docker-nginx-unprivileged.
import type { Program, WantedVersion } from '../../model/program.ts';

/** Versions that get fixes, the one to take first. */
const supported = {
  node: ['24', '26', '22'],
  python: ['3.14', '3.13', '3.12', '3.11'],
  java: ['25', '21', '17'],
} as const;

/** Where the repository leaves the patch open: the newest that stood in public Dockerfiles. */
const exact: Readonly<Record<string, string>> = { 'node 24': '24.19.0', 'python 3.14': '3.14.7' };

const nodeNames: Readonly<Record<string, string>> = { hydrogen: '18', iron: '20', jod: '22', krypton: '24' };

export const pagesImage = 'nginxinc/nginx-unprivileged:1.31.1-alpine';
export const goRuntime = 'alpine:3.22';

export interface Chosen {
  readonly version: string;
  /** Where it comes from, for a comment. */
  readonly because: string;
}

export function versionFor({ kind, version }: Program): Chosen {
  const asked = version && askedFor(kind, version);
  if (asked !== undefined && version !== undefined)
    return { version: asked, because: `as ${version.file} asks for` };
  const newest = kind === 'go' ? '1.26' : supported[kind === 'static' ? 'node' : kind][0];
  const chosen = exact[`${kind} ${newest}`] ?? newest;
  const why = version === undefined ? 'nothing asks for a version' : `${version.file} takes ${version.text}`;
  return { version: chosen, because: `the newest with long support: ${why}` };
}

/** What the repository names itself; undefined where it leaves the choice to us. */
function askedFor(kind: Program['kind'], { text }: WantedVersion): string | undefined {
  const bare = text
    .trim()
    .replace(/^v(?=\d)/, '')
    .replace(/^(?:cpython|python)-/, '');
  const named = /^lts\/(\w+)$/.exec(bare)?.[1];
  if (named !== undefined) return nodeNames[named.toLowerCase()];
  if (/^\d+(?:\.\d+){0,2}$/.test(bare)) return bare;
  const one = /^(?:==|=|~=|~|\^)?\s*(\d+)(?:\.(\d+))?(?:\.(?:\d+|[x*]))?(?:\.[x*])?$/.exec(bare);
  if (kind === 'node') return one !== null ? one[1] : upper(bare, supported.node, 1);
  if (kind !== 'python') return undefined;
  // `^3.11` takes 3.14 too; `~3.11` and `==3.11.*` do not.
  if (one !== null && /^(?:==|~)/.test(bare) && one[2] !== undefined) return `${one[1]}.${one[2]}`;
  return upper(bare, supported.python, 2);
}

/** The newest of the list below a bound such as `<3.13`; undefined without one. */
function upper(text: string, list: readonly string[], parts: number): string | undefined {
  const match = /<(=?)\s*(\d+(?:\.\d+)?)/.exec(text);
  if (match?.[2] === undefined) return undefined;
  const bound = match[2].split('.').map(Number);
  const isBelow = (version: string) => {
    const own = version.split('.').map(Number);
    for (let at = 0; at < parts; at++) {
      const [a = 0, b = at === 0 ? 0 : Number.NEGATIVE_INFINITY] = [own[at], bound[at]];
      if (b === Number.NEGATIVE_INFINITY) return match[1] === '=';
      if (a !== b) return a < b;
    }
    return match[1] === '=';
  };
  return list.toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true })).find(isBelow);
}
