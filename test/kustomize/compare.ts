// What we make of a kustomization beside what the real program makes of it, as plain objects.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { newRenderer, type Rendered } from '../../src/read/kubernetes/kustomize/render.ts';
import { kustomizeFiles } from '../../src/read/kubernetes/kustomize/sources.ts';
import { isMap, readYaml, type YamlNode } from '../../src/syntax/yaml.ts';

type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** Renders a folder below `root`. */
export function renderFolder(root: string, folder: string): Rendered | undefined {
  return renderWith((file) => textAt(join(root, file)), folder);
}

export function renderWith(read: (file: string) => string | undefined, folder: string): Rendered | undefined {
  const files = kustomizeFiles(new Map(), [], read);
  const kustomization = files.kustomizationIn(folder);
  return kustomization === undefined ? undefined : newRenderer(files)(kustomization);
}

function textAt(path: string): string | undefined {
  try {
    return statSync(path).isFile() ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

export function plain(node: YamlNode): Plain {
  // An octal number of YAML 1.1 is a decimal one in YAML 1.2: each reads as it must.
  if (node.kind === 'scalar')
    return /^0[0-7]+$/.test(node.text) && node.style === 'plain' ? Number.parseInt(node.text, 8) : node.value;
  if (node.kind === 'list') return node.items.map(plain);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, plain(value)]));
}

/** Objects in an order of their own, so that only what they hold counts. */
export function objectsOf(rendered: Rendered): readonly string[] {
  return rendered.resources.map(({ node }) => canonical(plain(node))).toSorted();
}

export function objectsIn(text: string): readonly string[] {
  const roots = readYaml('theirs.yaml', text).documents.map(({ root }) => root);
  return roots.flatMap((root) => (isMap(root) ? [canonical(plain(root))] : [])).toSorted();
}

function canonical(value: Plain): string {
  return JSON.stringify(sorted(value));
}

// The libraries differ in whether a block of text ends in a line break where the file ends without one.
function sorted(value: Plain): Plain {
  if (typeof value === 'string') return value.replace(/\n$/, '');
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    entries.flatMap(([key, each]) => (isNothing(key, each) ? [] : [[key, sorted(each)]])),
  );
}

function isNothing(key: string, value: Plain): boolean {
  return value === null || (key === 'annotations' && JSON.stringify(value) === '{}');
}
