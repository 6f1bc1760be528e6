// Configuration of other tools as waivers: what they are told to leave out is left out here, by the same ids.
import { type Located, located, type Span } from '../../base/span.ts';
import type { FileWaiver, WaiverFile } from '../../model/waiver-file.ts';
import { readYaml, type YamlNode } from '../../syntax/yaml.ts';
import { entriesAt, itemsAt, nodeAt, textAt, textsAt } from '../../syntax/yaml-path.ts';
import { nameOf } from '../paths.ts';

interface IgnoreList {
  readonly tool: string;
  /** The name of the file, and what it lists. */
  readonly pattern: RegExp;
  readonly read: (list: Source) => readonly Listed[];
}

interface Source {
  readonly file: string;
  readonly text: string;
  readonly root: YamlNode | undefined;
}

interface Listed {
  readonly id: Located<string>;
  readonly path?: string | undefined;
  readonly line?: number | undefined;
  readonly reason?: string | undefined;
  readonly expires?: string | undefined;
}

const lists: readonly IgnoreList[] = [
  // https://github.com/hadolint/hadolint#configure
  { tool: 'hadolint', pattern: /^\.hadolint\.ya?ml$/, read: ({ root }) => idsOf(textsAt(root, 'ignored')) },
  // https://trivy.dev/latest/docs/configuration/filtering/#trivyignore
  { tool: 'trivy', pattern: /^\.trivyignore$/, read: trivyLines },
  { tool: 'trivy', pattern: /^\.trivyignore\.ya?ml$/, read: trivyList },
  // https://docs.zizmor.sh/configuration/
  { tool: 'zizmor', pattern: /^zizmor\.ya?ml$/, read: zizmorRules },
  // https://www.checkov.io/2.Basics/CLI%20Command%20Reference.html
  { tool: 'checkov', pattern: /^\.checkov\.ya?ml$/, read: ({ root }) => idsOf(namedAt(root, 'skip-check')) },
  // https://docs.kics.io/latest/configuration-file/ (the name is KICS's, in YAML or JSON)
  { tool: 'kics', pattern: /^kics\.config$/, read: ({ root }) => idsOf(namedAt(root, 'exclude-queries')) },
  // https://github.com/zavoloklom/docker-compose-linter#configuration
  { tool: 'dclint', pattern: /^\.dclintrc(?:\.json|\.ya?ml)?$/, read: dclintRules },
  // https://docs.kubelinter.io/#/configuring-kubelinter
  {
    tool: 'kube-linter',
    pattern: /^\.kube-linter\.ya?ml$/,
    read: ({ root }) => idsOf(textsAt(root, 'checks', 'exclude')),
  },
];

/** Names that such files have, for those that look for them. */
export const ignoreListNames: readonly string[] = [
  ...['.hadolint', '.trivyignore', 'zizmor', '.github/zizmor', '.checkov', '.kube-linter'].flatMap((name) => [
    `${name}.yaml`,
    `${name}.yml`,
  ]),
  '.trivyignore',
  'kics.config',
  ...['', '.json', '.yaml', '.yml'].map((ending) => `.dclintrc${ending}`),
];

export function isIgnoreList(path: string): boolean {
  const name = nameOf(path);
  return lists.some(({ pattern }) => pattern.test(name));
}

/** Never throws: what cannot be read waives nothing, and is the other tool's to tell. */
export function readIgnoreList(file: string, text: string): WaiverFile | undefined {
  const name = nameOf(file);
  const list = lists.find(({ pattern }) => pattern.test(name));
  if (list === undefined) return undefined;
  const root = name === '.trivyignore' ? undefined : readYaml(file, text).documents[0]?.root;
  const waivers = list.read({ file, text, root }).map((one) => waiverOf(list.tool, file, one));
  return { file, tool: list.tool, waivers, problems: [] };
}

function waiverOf(tool: string, file: string, { id, path, line, reason, expires }: Listed): FileWaiver {
  return {
    rule: located(`${tool}:${id.value}`, id.span),
    path,
    object: undefined,
    owner: undefined,
    reason: reason ?? `ignored in ${file}`,
    expires,
    span: id.span,
    ...(line === undefined ? {} : { line }),
  };
}

function idsOf(ids: readonly Located<string>[]): readonly Listed[] {
  return ids.map((id) => ({ id }));
}

/** A list, or `CKV_DOCKER_2,CKV_DOCKER_3` instead of one. */
function namedAt(root: YamlNode | undefined, key: string): readonly Located<string>[] {
  const text = textAt(root, key);
  if (text === undefined) return textsAt(root, key);
  return text.value.split(',').map((part) => located(part.trim(), text.span));
}

/** `rules: { no-version-field: 0, services-alphabetical-order: [0, {}] }` */
function dclintRules({ root }: Source): readonly Listed[] {
  return entriesAt(root, 'rules').flatMap(({ key, value }) => {
    const level = value.kind === 'list' ? value.items[0] : value;
    return level?.kind === 'scalar' && level.value === 0 ? [{ id: located(key.text, key.span) }] : [];
  });
}

/** `DS-0002 exp:2026-12-31 # why`, an id a line. */
function trivyLines({ file, text }: Source): readonly Listed[] {
  return [...text.matchAll(/^[ \t]*([^\s#]+)(?:[ \t]+exp:(\d{4}-\d\d-\d\d))?[ \t]*(?:#[ \t]*(.*))?$/gm)].map(
    (match) => {
      const [whole, id = '', expires, reason] = match;
      const start = match.index + whole.indexOf(id);
      const span: Span = { file, start, end: start + id.length };
      return { id: located(id, span), expires, reason: reason?.trim() };
    },
  );
}

function trivyList({ root }: Source): readonly Listed[] {
  return ['misconfigurations', 'secrets'].flatMap((key) =>
    itemsAt(root, key).flatMap((item): readonly Listed[] => {
      const id = textAt(item, 'id');
      if (id === undefined) return [];
      const expires = /^\d{4}-\d\d-\d\d/.exec(textAt(item, 'expired_at')?.value ?? '')?.[0];
      const one = { id, expires, reason: textAt(item, 'statement')?.value };
      const paths = textsAt(item, 'paths');
      return paths.length === 0 ? [one] : paths.map(({ value }) => ({ ...one, path: value }));
    }),
  );
}

/** `disable: true`, or places such as `ci.yml`, `ci.yml:12` and `ci.yml:12:5`. */
function zizmorRules({ root }: Source): readonly Listed[] {
  return entriesAt(root, 'rules').flatMap(({ key, value }): readonly Listed[] => {
    const id = located(key.text, key.span);
    const disable = nodeAt(value, 'disable');
    if (disable?.kind === 'scalar' && disable.value === true) return [{ id }];
    return textsAt(value, 'ignore').map((place) => {
      const [path = '', line] = place.value.split(':');
      return { id: located(id.value, place.span), path, line: line === undefined ? undefined : Number(line) };
    });
  });
}
