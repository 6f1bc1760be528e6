// What the services of a stack are built from: content hashes, copied folders, and where their sources are kept.
import { resolve } from 'node:path';
import { hashOf } from '../base/hash.ts';
import type { BuildLink, Project } from '../model/project.ts';
import type { Mount, Stack } from '../model/service.ts';
import { type ContentEntry, type ContentHash, contentHash } from '../read/content-hash.ts';
import { type CopiedFolder, candidatesInContext, copiesOf } from '../read/dockerfile/copies-of.ts';
import { copySourcesOf } from '../read/dockerfile/copy-sources.ts';
import type { SourceCopy } from '../read/keep-sources.ts';
import { absolutePath, insidePath, isWithin, joinPath, relativePath } from '../read/paths.ts';

export interface ServiceSources extends SourceCopy {
  readonly service: string;
}

export interface Built {
  readonly contentHashes: ReadonlyMap<string, string>;
  readonly copies: ReadonlyMap<string, readonly CopiedFolder[]>;
  /** Place of the context in the kept copy. */
  readonly kept: ReadonlyMap<string, string>;
  readonly sources: readonly ServiceSources[];
  readonly notes: Readonly<Record<string, readonly string[]>>;
}

/** `sourcesFolder`: where copies of sources are kept; undefined: nowhere. Nothing is copied here. */
export function builtFrom(project: Project, stack: Stack, sourcesFolder: string | undefined): Built {
  const known = new Map<string, ContentHash>();
  const contentHashes = new Map<string, string>();
  const copies = new Map<string, readonly CopiedFolder[]>();
  const kept = new Map<string, string>();
  const sources: ServiceSources[] = [];
  const notes: Record<string, readonly string[]> = {};
  for (const link of project.builds) {
    const { name, build } = link.service;
    if (link.stack !== stack || build === undefined || build.isRemote) continue;
    const only = link.dockerfile === undefined ? undefined : copySourcesOf(link.dockerfile);
    const key = JSON.stringify([link.context, build.dockerfile.value, only]);
    // Services are often built from one context: it is read once.
    const content =
      known.get(key) ??
      contentHash(project.root, link.context, build.dockerfile.value, project.files, { only });
    known.set(key, content);
    const { hash, note, entries } = content;
    contentHashes.set(name, hash);
    if (note !== undefined) notes[name] = [note];
    copies.set(name, copiesFor(project, link));
    if (sourcesFolder === undefined || entries === undefined) continue;
    const copy = copyOf(project.root, link, copies.get(name) ?? [], hash, entries, sourcesFolder);
    if (copy === undefined) continue;
    sources.push({ service: name, ...copy });
    kept.set(name, absolutePath(copy.target, copy.context));
  }
  return { contentHashes, copies, kept, sources, notes };
}

function copiesFor({ files }: Project, link: BuildLink): readonly CopiedFolder[] {
  if (link.dockerfile === undefined || link.stage === undefined) return [];
  const prefix = link.context === '' ? '' : `${link.context}/`;
  return copiesOf(link.dockerfile, link.stage, (path) => files.kind(`${prefix}${path}`));
}

/** The copy that would be kept; undefined when there is nothing to copy, or the service runs the live folder. */
function copyOf(
  projectRoot: string,
  link: BuildLink,
  copies: readonly CopiedFolder[],
  hash: string,
  entries: readonly ContentEntry[],
  sourcesFolder: string,
): SourceCopy | undefined {
  if (link.context.startsWith('/')) return undefined;
  const mounted = mountedOver(projectRoot, link, copies);
  if (mounted === undefined) return undefined;
  // The copy mirrors the whole project, so that `..` and packages above the context are found as they are today.
  const inside = insidePath(link.context);
  const root = inside === undefined ? resolve(projectRoot, link.context) : projectRoot;
  const context = inside ?? '';
  const files = entries.flatMap((entry) => {
    const absolute = resolve(projectRoot, entry.path);
    const path = relativePath(root, absolute);
    const isOurs = path !== '..' && !path.startsWith('../') && !isWithin(absolute, sourcesFolder);
    const isLive = mounted.paths.some((live) => isWithin(path, joinPath(context, live)));
    return isOurs && !isLive ? [{ ...entry, path }] : [];
  });
  if (files.length === 0) return undefined;
  // The same content with other mounts over it is another copy: the engine links their places into it.
  const name = mounted.key === undefined ? hash : `${hash}-${mounted.key}`;
  return { root, context, files, target: absolutePath(sourcesFolder, name) };
}

/**
 * Paths of the context that are a mount's: data that outlives a release and so is no part of a copy. Undefined when
 * a mount covers the code itself, as for development: then what runs is the live folder.
 */
function mountedOver(
  root: string,
  link: BuildLink,
  copies: readonly CopiedFolder[],
): { readonly paths: readonly string[]; readonly key: string | undefined } | undefined {
  const image = link.stage === undefined ? undefined : link.dockerfile?.stages[link.stage]?.image;
  const workdir = link.service.workingDir?.value ?? image?.workdir?.value ?? '/';
  // What the program finds by a relative path is found in the context, even when nothing was copied there.
  const folders = workdir === '/' ? copies : [{ from: workdir, to: '' }, ...copies];
  const paths = new Set<string>();
  const over: string[] = [];
  for (const mount of link.service.mounts) {
    if (mount.source === undefined || (mount.kind !== 'bind' && mount.kind !== 'volume')) continue;
    const found = pathsOf(mount, folders, resolve(root, link.context), root);
    if (found.includes('')) return undefined;
    for (const path of found) paths.add(path);
    if (found.length > 0) over.push(`${mount.kind} ${mount.source.value} ${mount.target.value}`);
  }
  return { paths: [...paths], key: over.length === 0 ? undefined : hashOf(over.sort(), 8) };
}

/** Where in the context a mount shows, `''` being all of it. */
function pathsOf(mount: Mount, folders: readonly CopiedFolder[], context: string, root: string): string[] {
  const target = mount.target.value.replace(/(?<=.)\/+$/, '');
  const covered = folders.filter(({ from }) => isWithin(from, target)).map(({ to }) => to);
  const own = mount.kind === 'bind' ? relativePath(context, resolve(root, mount.source?.value ?? '')) : '';
  const isInside = own !== '' && own !== '..' && !own.startsWith('../');
  const below = candidatesInContext(folders, target).slice(0, 1);
  return [...covered, ...below, ...(isInside ? [own] : [])];
}
