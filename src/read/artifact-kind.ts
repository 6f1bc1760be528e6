// What a file is: by its name, and for YAML of any other name by a cheap look at its text.
import type { ArtifactKind } from '../model/artifact.ts';
import type { Language } from '../model/source.ts';
import { isComposeFileName } from './compose/file-names.ts';
import { isWorkflowPath, nameOf } from './paths.ts';
import { isIgnoreList } from './settings/ignore-lists.ts';
import { isTerraformName } from './terraform/names.ts';

/** `look`: the name leaves it open and the text decides. */
export type NamedKind = ArtifactKind | 'look';

const languages: Readonly<Record<string, Language>> = {
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  ts: 'javascript',
  mts: 'javascript',
  py: 'python',
  go: 'go',
  java: 'java',
  kt: 'java',
};

/** Endings of `.env.*` and `compose.*` copies that editors and people leave behind. */
const leftover = /(?:~|\.(?:bak|orig|rej|swp|tmp|old|patch|diff))$/i;

export function languageOf(path: string): Language | undefined {
  const name = nameOf(path);
  if (/\.d\.[mc]?ts$/.test(name)) return undefined;
  const dot = name.lastIndexOf('.');
  const ending = name.slice(dot + 1);
  return dot > 0 && Object.hasOwn(languages, ending) ? languages[ending] : undefined;
}

export function kindByName(path: string): NamedKind {
  const name = nameOf(path);
  if (leftover.test(name)) return 'other';
  if (isIgnoreList(path)) return 'waivers';
  if (/\.ya?ml$/i.test(name)) return yamlKind(path, name);
  if (/\.json$/i.test(name) && !isToolsJson(name)) return 'look';
  if (name === 'Kustomization') return 'kubernetes';
  if (/^(?:Dockerfile|Containerfile)(?:[._-].+)?\.dockerignore$/i.test(name) || name === '.dockerignore') {
    return 'dockerignore';
  }
  if (/\.dockerignore$/.test(name)) return 'dockerignore';
  if (isTerraformName(name)) return 'terraform';
  if (isDockerfileName(name)) return 'dockerfile';
  if (isEnvFileName(name)) return 'env';
  return languageOf(path) === undefined ? 'other' : 'source';
}

function yamlKind(path: string, name: string): NamedKind {
  if (/^seaworthy\.ya?ml$/.test(name)) return 'settings';
  if (/^seaworthy\.waivers\.ya?ml$/.test(name)) return 'waivers';
  if (/^kustomization\.ya?ml$/.test(name)) return 'kubernetes';
  if (name === 'Chart.yaml' && !path.includes('{{')) return 'helm';
  // Below such a folder stand templates of projects, to be filled in first.
  if (path.includes('{{')) return isComposeFileName(name) ? 'compose' : 'look';
  if (isWorkflowPath(path)) return 'workflow';
  if (/(?:^|\/)\.github\/dependabot\.ya?ml$/.test(path)) return 'dependabot';
  if (/^\.pre-commit-config\.ya?ml$/.test(name)) return 'pre-commit';
  if (/(?:^|\.)gitlab-ci\.ya?ml$/.test(name)) return 'gitlab-ci';
  return isComposeFileName(name) ? 'compose' : 'look';
}

function isDockerfileName(name: string): boolean {
  if (/^(?:Dockerfile|dockerfile|Containerfile)$/.test(name)) return true;
  if (/^(?:Dockerfile|Containerfile)[.-].+$/.test(name))
    return languageOf(name) === undefined && !isProse(name);
  return /.\.(?:[Dd]ockerfile|[Cc]ontainerfile)$/.test(name);
}

function isEnvFileName(name: string): boolean {
  if (/^\.env$|.\.env(?:[._-](?:example|sample|template|dist))?$/.test(name)) return true;
  return /^\.env[._-].+$/.test(name) && languageOf(name) === undefined && !isProse(name);
}

/** `Dockerfile.md`, `.env.json` are about such a file, or another format. */
function isProse(name: string): boolean {
  return /\.(?:md|markdown|rst|txt|html?|json|ya?ml|toml|sh|j2|jinja2?|tpl|tmpl|template|erb|ejs|in|mustache|hbs)$/i.test(
    name,
  );
}

/** JSON that programs keep for themselves. */
function isToolsJson(name: string): boolean {
  return /^(?:package(?:-lock)?|[tj]sconfig.*|composer|deno|turbo|nx|lerna|angular|renovate)\.json$|^\.|\.(?:schema|min|spec|test)\.json$/i.test(
    name,
  );
}

/** Kind of a YAML or JSON file by its text (or the head of it). */
export function kindByText(path: string, written: string): ArtifactKind {
  // Editors of Windows put a mark before the first key.
  const text = written.replace(/^\uFEFF/, '');
  if (/\.json$/i.test(path)) return jsonKind(text);
  if (/^["']?apiVersion["']?\s*:/m.test(text) && /^["']?kind["']?\s*:/m.test(text)) return 'kubernetes';
  if (/^action\.ya?ml$/.test(nameOf(path)) && /^runs\s*:/m.test(text)) return 'action';
  // Forgejo and Gitea have workflows with keys and contexts of their own.
  if (/(?:^|\/)\.(?:forgejo|gitea)\//.test(path)) return 'other';
  if (isWorkflow(text)) return 'workflow';
  // Pipelines of Woodpecker and Drone have services of their own form.
  if (/(?:^|\/)\.(?:woodpecker|drone)\b/.test(path) || /^(?:steps|pipeline)\s*:/m.test(text)) return 'other';
  // A Helm chart's values often have `services` with images of their own shape.
  if (/^values(?:[._-].*)?\.ya?ml$/i.test(nameOf(path))) return 'other';
  if (hasServices(text)) return 'compose';
  const named = /compose[^/]*\.ya?ml$/i.test(nameOf(path));
  return named && /^(?:services|include|volumes|networks|x-[\w-]+)\s*:/m.test(text) ? 'compose' : 'other';
}

/** A file of any name that the user asks about: hadolint and docker take a Dockerfile under every name. */
export function kindOfNamed(path: string, text: string): ArtifactKind {
  if (/^(?:\s*\n|\s*#[^\n]*\n|ARG\s[^\n]*\n)*FROM\s+\S/.test(text.replace(/^\uFEFF/, '')))
    return 'dockerfile';
  return kindByText(path, text);
}

/** `on` and `jobs` beside each other, and a job that runs somewhere: GitHub's, wherever it stands. */
function isWorkflow(text: string): boolean {
  return (
    /^jobs\s*:/m.test(text) && /^(?:on|"on"|'on')\s*:/m.test(text) && /^\s+(?:runs-on|uses)\s*:/m.test(text)
  );
}

/** The API server and kubectl take JSON as well; a list of manifests is a `List`. */
function jsonKind(text: string): ArtifactKind {
  const isManifest = /^\s*\{\s*"(?:apiVersion|kind|metadata)"\s*:/.test(text);
  return isManifest && /"apiVersion"\s*:/.test(text) && /"kind"\s*:/.test(text) ? 'kubernetes' : 'other';
}

/** Manifests that tests feed to a program or compare with a cluster: parts, and mistakes on purpose. */
export function isTestMaterial(path: string): boolean {
  // `errors.yaml`, `01-errors.yaml`: what kuttl and Chainsaw expect not to be there. Other names end so as well.
  return /(?:^|\/)(?:testdata|fixtures|__fixtures__|__snapshots__)\/|(?:^|[-_/])assert\.ya?ml$|(?:^|\/)(?:(?:\d+|chainsaw)[-_])?errors?\.ya?ml$/i.test(
    path,
  );
}

/**
 * A top-level `services` map whose entries look like containers. Symfony and GitLab CI have `services` too, and
 * theirs are other things: a map of classes, and a list.
 */
function hasServices(text: string): boolean {
  const at = /^["']?services["']?\s*:/m.exec(text);
  if (at === null) return false;
  const rest = text.slice(at.index + at[0].length);
  const first = /^(?:[ \t]*(?:#.*)?\r?\n)*([ \t]*)(\S)/.exec(rest);
  if (first?.[2] === '{') return /["']?\b(?:image|build)["']?\s*:/.test(rest);
  if (first === null || first[1] === '' || first[2] === '-') return false;
  const end = /^[^\s#]/m.exec(rest)?.index ?? rest.length;
  return /^[ \t]+(?:image|build|extends)\s*:/m.test(rest.slice(0, end));
}
