// Configuration files of nginx and Prometheus that ConfigMaps hold, and the addresses that they name.
import type { Span } from '../../../base/span.ts';
import type { KubernetesObject } from '../../../model/kubernetes.ts';
import type { Project } from '../../../model/project.ts';
import { keysOf } from '../../../syntax/yaml.ts';
import { nodeAt, textAt } from '../../../syntax/yaml-path.ts';

export interface ConfigText {
  readonly key: string;
  readonly program: 'nginx' | 'prometheus';
  /** As it is written in the manifest, with its indentation. */
  readonly written: string;
  readonly span: Span;
}

export interface ConfigAddress {
  readonly host: string;
  readonly port: number | undefined;
  readonly at: Span;
}

export function configTexts({ texts }: Project, object: KubernetesObject): readonly ConfigText[] {
  const data = nodeAt(object.node, 'data');
  return keysOf(data).flatMap((key): readonly ConfigText[] => {
    if (!/\.(?:conf|ya?ml|template)$|nginx/.test(key)) return [];
    const value = textAt(data, key);
    const program = value === undefined ? undefined : programOf(value.value);
    if (value === undefined || program === undefined) return [];
    const written = texts.get(value.span.file)?.text.slice(value.span.start, value.span.end) ?? '';
    return [{ key, program, written, span: value.span }];
  });
}

function programOf(text: string): ConfigText['program'] | undefined {
  if (/\bproxy_pass\s|\bupstream\s+[\w.-]+\s*\{/.test(text)) return 'nginx';
  return /^scrape_configs:/m.test(text) ? 'prometheus' : undefined;
}

export function addressesInConfig(text: ConfigText): readonly ConfigAddress[] {
  return text.program === 'nginx' ? ofNginx(text) : ofPrometheus(text);
}

function ofNginx({ written, span }: ConfigText): readonly ConfigAddress[] {
  const groups = new Set([...written.matchAll(/\bupstream\s+([\w.-]+)\s*\{/g)].map(([, name]) => name));
  const members = /\bupstream\s+[\w.-]+\s*\{[^}]*\}/g;
  const passed = /\b(?:proxy|grpc|fastcgi|uwsgi)_pass\s+(?:(https?|grpcs?):\/\/)?([\w.-]+)(?::(\d+))?[\s;/]/g;
  const found = [...written.matchAll(passed)].flatMap((match) => {
    const [all, , host = '', port] = match;
    return isComment(written, match.index) || groups.has(host)
      ? []
      : addressAt(span, match.index + all.indexOf(host, all.indexOf('pass') + 4), host, port);
  });
  const inner = [...written.matchAll(members)].flatMap((group) =>
    [...group[0].matchAll(/\bserver\s+([\w.-]+)(?::(\d+))?/g)].flatMap((match) => {
      const [all, host = '', port] = match;
      const at = group.index + match.index;
      return isComment(written, at) ? [] : addressAt(span, at + all.lastIndexOf(host), host, port);
    }),
  );
  return [...found, ...inner];
}

/** Targets of jobs that are written down; what discovery finds has no names here. */
function ofPrometheus({ written, span }: ConfigText): readonly ConfigAddress[] {
  const lists = /\btargets:\s*(?:\[[^\]]*\]|(?:\n\s*(?:#[^\n]*|-\s+[^\n:]+(?::\d+)?["']?[^\n]*))+)/g;
  return [...written.matchAll(lists)].flatMap((list) => {
    if (isComment(written, list.index)) return [];
    return [...list[0].matchAll(/(?<=[\s[,"'-])([a-z0-9][\w.-]*):(\d+)(?=["'\s,\]]|$)/gi)].flatMap(
      (match) => {
        const [, host = '', port] = match;
        const at = list.index + match.index;
        return isComment(written, at) ? [] : addressAt(span, at, host, port);
      },
    );
  });
}

function isComment(text: string, at: number): boolean {
  return text.slice(text.lastIndexOf('\n', at) + 1, at).includes('#');
}

function addressAt(span: Span, at: number, host: string, port: string | undefined): readonly ConfigAddress[] {
  // Variables of nginx and names of templates.
  if (/^[\d.]+$/.test(host)) return [];
  const start = span.start + at;
  return [
    {
      host: host.toLowerCase(),
      port: port === undefined ? undefined : Number(port),
      at: { ...span, start, end: start + host.length },
    },
  ];
}
