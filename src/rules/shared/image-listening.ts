// The ports of a service that runs a published image: its own, unless what the service is given names others.
import type { Project } from '../../model/project.ts';
import type { Mount, Service } from '../../model/service.ts';
import { lineText } from './command.ts';
import { rootImageOf } from './image.ts';
import { imagePorts } from './image-ports.ts';

/** The image's ports, the main one first, then every number in its settings that may be one; undefined when not known. */
export function imageListening(project: Project, service: Service): ReadonlySet<number> | undefined {
  const image = rootImageOf(service, undefined);
  const ports = image && imagePorts(image);
  if (ports === undefined || service.entrypoint !== undefined || service.configs.length > 0) return undefined;
  const command = lineText(service.command);
  if (image !== undefined && isSetByFlags(image.repository))
    return /\$|\bsh\b/.test(command) ? undefined : new Set([...ports, ...numbersIn(command)]);
  if (service.envFiles.some(({ exists }) => !exists)) return undefined;
  // A script, a file of settings in the image, or a plugin that brings a port of its own.
  if (/\.sh\b|\.conf\b|\.ya?ml\b|\.ini\b|plugin|\$/i.test(withoutMounted(command, service))) return undefined;
  const values = environmentTexts(service);
  const files = values && settingsFiles(project, service);
  if (values === undefined || files === undefined) return undefined;
  return new Set([...ports, ...[command, ...values, ...files].flatMap(numbersIn)]);
}

/** https://prometheus.io/docs/prometheus/latest/command-line/prometheus/: `--web.listen-address`, and no file, names it. */
function isSetByFlags(repository: string): boolean {
  return /^(?:quay\.io\/prometheus|prom)\/(?:prometheus|alertmanager|node-exporter|pushgateway|blackbox-exporter)$/.test(
    repository,
  );
}

/** Without the paths of files that are mounted: their texts are looked at. */
function withoutMounted(command: string, { mounts }: Service): string {
  return mounts
    .filter((mount) => mount.kind === 'bind' && maySet(mount))
    .reduce((text, { target }) => text.replaceAll(target.value, ''), command);
}

/** Undefined where a value that may name a port comes from outside. */
function environmentTexts({ environment }: Service): readonly string[] | undefined {
  const texts: string[] = [];
  for (const [name, entry] of environment) {
    const text = entry.value?.value;
    if (text === undefined || text.includes('$')) {
      if (/port|listen|addr|url|conf|opt|arg|plugin|template/i.test(name)) return undefined;
    } else texts.push(text);
    // https://hub.docker.com/_/nginx: templates are filled in, and plugins are named.
    if (/plugin|template/i.test(name)) return undefined;
  }
  return texts;
}

/** Texts of what is mounted where settings are read from; undefined where one of them is not at hand. */
function settingsFiles(project: Project, { mounts }: Service): readonly string[] | undefined {
  const texts: string[] = [];
  for (const mount of mounts) {
    if (!maySet(mount)) continue;
    // A plugin listens on a port that it does not name.
    if (/plugin/i.test(mount.target.value)) return undefined;
    const own = mount.kind === 'bind' ? textsBehind(project, mount.source?.value) : undefined;
    if (own === undefined) return undefined;
    texts.push(...own);
  }
  return texts;
}

/** What holds data, or shows the host to a program that watches it, sets no port. */
function maySet({ kind, source, target }: Mount): boolean {
  if (kind === 'tmpfs') return false;
  const path = target.value;
  if (
    /^\/(?:var\/(?:lib|log|run)|run|data|proc|sys|dev|rootfs|host|root\/\.ollama|qdrant|tmp|backups?)(?:\/|$)/.test(
      path,
    )
  )
    return kind === 'bind' && /\.(?:conf|ya?ml|toml|ini|json|properties|env)$/.test(path);
  if (
    /^\/(?:docker-entrypoint-initdb\.d|usr\/share\/nginx|usr\/local\/apache2\/htdocs|etc\/(?:localtime|timezone))(?:\/|$)/.test(
      path,
    )
  )
    return false;
  if (
    /^\/(?:bitnami|prometheus|alertmanager|loki|consul\/data|vault\/(?:file|logs)|bucket)(?:\/|$)/.test(path)
  )
    return false;
  return (
    kind !== 'volume' ||
    !/(?:^|\/)(?:data|storage|db|database|logs?)(?:\/|$)/.test(`${path}/`) ||
    source === undefined
  );
}

const largestFile = 200_000;
const mostFiles = 40;

function textsBehind(project: Project, source: string | undefined): readonly string[] | undefined {
  if (source === undefined || source.startsWith('/') || source.startsWith('..')) return undefined;
  const kind = project.files.kind(source);
  const files = kind === 'file' ? [source] : kind === 'folder' ? project.files.below(source) : [];
  if (files.length === 0 || files.length > mostFiles) return undefined;
  const texts = files.map((file) => project.files.text(file, largestFile));
  const known = texts.filter((text) => text !== undefined);
  return known.length === texts.length ? known : undefined;
}

function numbersIn(text: string): readonly number[] {
  return [...text.matchAll(/(?<!\d)\d{2,5}(?!\d)/g)].map(([number]) => Number(number));
}
