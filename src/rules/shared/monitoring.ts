// What a Prometheus or Grafana of a stack is given, all files together.
import { posix } from 'node:path';
import type { Project } from '../../model/project.ts';
import type { ConfigLink, Monitoring } from '../../model/server-config.ts';
import type { Service } from '../../model/service.ts';
import { mountOf } from './mounts.ts';
import { linkOf } from './stack.ts';

export interface MonitoringFile {
  readonly link: ConfigLink;
  readonly monitoring: Monitoring;
}

export function filesOf(project: Project, service: Service): readonly MonitoringFile[] {
  return project.serverConfigs.flatMap((link) => {
    const { monitoring } = link.config;
    return link.service === service && monitoring !== undefined ? [{ link, monitoring }] : [];
  });
}

/** The file that Prometheus starts from: the one of `--config.file`, or the image's own place. */
export function mainFile(files: readonly MonitoringFile[]): MonitoringFile | undefined {
  const mains = files.filter(({ monitoring }) => monitoring.isMain);
  const service = mains[0]?.link.service;
  const flag = [...(service?.command?.words ?? []), ...(service?.entrypoint?.words ?? [])]
    .map(({ value }) => /^--config\.file=(.+)$/.exec(value)?.[1])
    .find((path) => path !== undefined);
  const path = flag ?? '/etc/prometheus/prometheus.yml';
  const main = mains.find(({ link }) => posix.normalize(link.target) === path);
  // Images of others keep it elsewhere; one file leaves no doubt.
  return main ?? (mains.length === 1 && flag === undefined ? mains[0] : undefined);
}

/** Expressions of `rule_files` count from the folder of the main file. */
export function inContainer({ link }: MonitoringFile, pattern: string): string {
  return posix.resolve(posix.dirname(link.target), pattern);
}

export function matches(pattern: string, path: string): boolean {
  const form = pattern
    .split('')
    .map((char) => (char === '*' ? '[^/]*' : char === '?' ? '[^/]' : char.replace(/\W/g, '\\$&')))
    .join('');
  return new RegExp(`^${form}$`).test(path);
}

/** Files of the repository that lie at the path or pattern in the container; undefined when others may lie there. */
export function providedAt(
  project: Project,
  service: Service,
  pattern: string,
): readonly string[] | undefined {
  const folder = /[*?[]/.test(pattern)
    ? posix.dirname(pattern.slice(0, pattern.search(/[*?[]/) + 1))
    : pattern;
  const mount = mountOf(service, folder);
  if (linkOf(project, service) !== undefined || service.build !== undefined) return undefined;
  if (service.configs.length + service.secrets.length > 0) return undefined;
  const inner = service.mounts.filter(({ target }) => target.value.startsWith(`${folder}/`));
  const found: string[] = [];
  for (const each of mount === undefined ? inner : [mount, ...inner]) {
    const source = each.source?.value;
    if (each.kind !== 'bind' || source === undefined || /^[/.~$]|\$/.test(source)) return undefined;
    const below = project.files.kind(source) === 'folder' ? project.files.below(source) : [source];
    for (const file of below) {
      const inside = file === source ? '' : file.slice(source === '' ? 0 : source.length + 1);
      const place = posix.join(each.target.value, inside);
      if (matches(pattern, place) && project.files.kind(file) === 'file') found.push(file);
    }
    if (project.files.kind(source) === undefined) return undefined;
  }
  return found;
}

/** What the configuration of the whole stack says as text, for names that may stand anywhere in it. */
export function isMentioned(project: Project, files: readonly MonitoringFile[], word: RegExp): boolean {
  return files.some(({ link }) => word.test(project.texts.get(link.config.file)?.text ?? ''));
}

/** The main file with what belongs to it; only for enabled services of stacks that were read whole. */
export function prometheusOf(
  project: Project,
  link: ConfigLink,
): { readonly main: MonitoringFile; readonly files: readonly MonitoringFile[] } | undefined {
  const { stack, service, config } = link;
  if (config.program !== 'prometheus' || config.monitoring?.isMain !== true || !service.enabled)
    return undefined;
  if (stack.problems.some(({ code }) => code.startsWith('yaml-'))) return undefined;
  const files = filesOf(project, service);
  const main = mainFile(files);
  return main?.link.config === config ? { main, files } : undefined;
}

export function place(link: ConfigLink): { readonly at: ConfigLink['from']; readonly message: string } {
  return { at: link.from, message: `${link.service.name} is given this file here` };
}
