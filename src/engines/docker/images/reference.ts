// Names of images, after the grammar of the distribution project (reference package) with Docker's defaults.
import { SeaworthyError } from '../../../base/errors.ts';

/** Where an image lies: `docker.io` and `library/` are filled in as the engine does. */
export interface Reference {
  /** `docker.io`, `127.0.0.1:5000`. */
  readonly domain: string;
  /** `library/redis`. */
  readonly path: string;
  /** Undefined only beside a digest. */
  readonly tag: string | undefined;
  /** `sha256:…`. */
  readonly digest: string | undefined;
}

const hub = 'docker.io';
const component = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const host =
  /^(?:(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9a-fA-F:]+\])(?::\d+)?$/;
const tagForm = /^\w[\w.-]{0,127}$/;
const digestForm = /^[A-Za-z][A-Za-z0-9]*(?:[+._-][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const maximumName = 255;

/** Undefined when the text is no name that an engine takes. */
export function parseReference(text: string): Reference | undefined {
  const [before = '', digest, ...more] = text.split('@');
  if (more.length > 0 || (digest !== undefined && !isDigest(digest))) return undefined;
  const colon = before.lastIndexOf(':');
  const hasTag = colon > before.lastIndexOf('/');
  const tag = hasTag ? before.slice(colon + 1) : undefined;
  if (tag !== undefined && !tagForm.test(tag)) return undefined;
  const { domain, path } = withDefaults(hasTag ? before.slice(0, colon) : before);
  if (!host.test(domain) || !path.split('/').every((one) => component.test(one))) return undefined;
  if (domain.length + path.length >= maximumName) return undefined;
  // A bare run of 64 digits is an image id and never a name.
  if (/^(?:library\/)?[0-9a-f]{64}$/.test(path)) return undefined;
  return { domain, path, tag: tag ?? (digest === undefined ? 'latest' : undefined), digest };
}

/** @throws SeaworthyError CONFIG_INVALID */
export function requireReference(text: string): Reference {
  const found = parseReference(text);
  if (found !== undefined) return found;
  throw new SeaworthyError('CONFIG_INVALID', `"${text}" is no name of an image`, {
    hint: 'Write [registry/]name[:tag][@digest], the name in lower case.',
  });
}

/** SHA-256 is written with exactly 64 digits in lower case. */
export function isDigest(text: string): boolean {
  return text.startsWith('sha256:') ? /^sha256:[0-9a-f]{64}$/.test(text) : digestForm.test(text);
}

function withDefaults(name: string): { readonly domain: string; readonly path: string } {
  const slash = name.indexOf('/');
  const first = slash === -1 ? '' : name.slice(0, slash);
  const isDomain = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  const domain = !isDomain || first === 'index.docker.io' ? hub : first;
  const path = isDomain ? name.slice(slash + 1) : name;
  return { domain, path: domain === hub && !path.includes('/') ? `library/${path}` : path };
}

/** As people write it: `redis:7`, `ghcr.io/team/api@sha256:…`. */
export function familiar(reference: Reference): string {
  const { tag, digest } = reference;
  return `${familiarRepository(reference)}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** As the engine lists it in `RepoTags` and `RepoDigests`. */
export function familiarRepository({ domain, path }: Reference): string {
  if (domain !== hub) return `${domain}/${path}`;
  return path.startsWith('library/') ? path.slice('library/'.length) : path;
}

/** Host of the registry's API; Docker Hub answers elsewhere than its name says. */
export function registryHost(domain: string): string {
  return domain === hub ? 'registry-1.docker.io' : domain;
}

/** The name under which the Docker configuration keeps the credentials of a registry. */
export function credentialKey(domain: string): string {
  return domain === hub ? 'https://index.docker.io/v1/' : domain;
}

export function isLoopback(domain: string): boolean {
  const name = domain.replace(/:\d+$/, '');
  return name === 'localhost' || name === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(name);
}
