// The files of a chart that can be read without helm. https://helm.sh/docs/topics/charts/
import type { ReadProblem } from '../../model/artifact.ts';
import type { HelmChart, ValueUse } from '../../model/helm.ts';
import type { FileTree } from '../../model/project.ts';
import { isMap, readYaml, type YamlNode } from '../../syntax/yaml.ts';
import { textAt } from '../../syntax/yaml-path.ts';
import { folderOf, joinPath, nameOf } from '../paths.ts';

export interface ChartSources {
  readonly read: (file: string) => string | undefined;
  readonly files: FileTree;
}

export function readChart(file: string, { read, files }: ChartSources): HelmChart {
  const folder = folderOf(file);
  const problems: ReadProblem[] = [];
  const rootOf = (path: string): YamlNode | undefined => {
    const yaml = readYaml(path, read(path) ?? '');
    problems.push(...yaml.problems);
    return yaml.documents[0]?.root;
  };
  const node = rootOf(file);
  const isThere = (name: string) => files.kind(joinPath(folder, name)) === 'file';
  const valuesFile = isThere('values.yaml') ? joinPath(folder, 'values.yaml') : undefined;
  const own = files.below(folder).filter((path) => !isInSubchart(path, folder));
  const others = own.filter(
    (path) =>
      path !== valuesFile &&
      /(?:^|[-._])values(?:[-._].*)?\.ya?ml$/i.test(nameOf(path)) &&
      // Values for trying the chart out.
      !/(?:^|\/)(?:ci|tests?|testdata)\//.test(path.slice(folder.length)),
  );
  const templates = own.filter(
    (path) => path.startsWith(joinPath(folder, 'templates/')) && /\.(?:ya?ml|tpl|json)$/.test(path),
  );
  return {
    file,
    folder,
    node,
    name: textAt(node, 'name'),
    valuesFile,
    values: valuesFile === undefined ? undefined : rootOf(valuesFile),
    otherValues: others.map((path) => ({
      file: path,
      node: readYaml(path, read(path) ?? '').documents[0]?.root,
    })),
    hasSchema: isThere('values.schema.json'),
    templates,
    uses: templates.flatMap((path) => usesIn(path, read(path) ?? '')),
    changesValues: templates.some((path) => writesValues(read(path) ?? '')),
    problems: [...chartProblems(file, node), ...problems],
  };
}

function isInSubchart(path: string, folder: string): boolean {
  return path.startsWith(joinPath(folder, 'charts/'));
}

function chartProblems(file: string, node: YamlNode | undefined): readonly ReadProblem[] {
  if (!isMap(node)) return [];
  const lacking = ['apiVersion', 'name', 'version'].filter((key) => textAt(node, key) === undefined);
  const hint = 'helm refuses the chart without it.';
  const at = node.entries[0]?.key.span ?? { file, start: 0, end: 0 };
  const missing = lacking.map((key) => ({
    code: 'chart-invalid',
    message: `the chart lacks ${key}`,
    span: at,
    hint,
  }));
  const version = textAt(node, 'version');
  // As lenient as helm: `1`, `v1.2` and `1.2.3-rc.1+build` are versions.
  if (
    version === undefined ||
    /^v?\d+(?:\.\d+){0,2}(?:[-+][\w.+-]+)?$/.test(version.value) ||
    /[{$@<%]/.test(version.value)
  )
    return missing;
  const message = `the version ${JSON.stringify(version.value)} is no semantic version`;
  return [...missing, { code: 'chart-invalid', message, span: version.span, hint: 'Write it as 1.2.3.' }];
}

const meetsMissing =
  /\b(?:if|with|and|or|not|default|hasKey|dig|get|required|empty|coalesce|ternary|range|eq|ne|kindIs|typeIs|fail|lookup)\b/;

const changesMap = /\b(?:set|unset|merge|mustMerge|mergeOverwrite|mustMergeOverwrite)\b/;

/** True when a template may put something into `.Values` itself. */
function writesValues(text: string): boolean {
  return actionsOf(text).some(({ body }) => {
    const at = body.search(changesMap);
    return at !== -1 && body.includes('Values', at);
  });
}

interface TemplateAction {
  /** Where the body begins, behind the braces. */
  readonly start: number;
  readonly body: string;
  /** A `#` stands before it in its line. */
  readonly commented: boolean;
}

/** What stands between double braces; one that is not closed is none. */
function actionsOf(text: string): readonly TemplateAction[] {
  const actions: TemplateAction[] = [];
  let from = 0;
  let commented = false;
  for (let at = text.indexOf('{{'); at !== -1; at = text.indexOf('{{', at)) {
    const end = text.indexOf('}}', at + 2);
    if (end === -1) break;
    const between = text.slice(from, at);
    const line = between.slice(between.lastIndexOf('\n') + 1);
    commented = (line === between && commented) || line.includes('#');
    actions.push({ start: at + 2, body: text.slice(at + 2, end), commented });
    from = at;
    at = end + 2;
  }
  return actions;
}

/** Every `.Values.…` of a template; comments of templates and of YAML hold none. */
export function usesIn(file: string, text: string): readonly ValueUse[] {
  const uses: ValueUse[] = [];
  for (const { start: begin, body, commented } of actionsOf(text)) {
    if (/^-?\s*\/\*/.test(body)) continue;
    const guarded = commented || meetsMissing.test(body.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, '""'));
    for (const use of body.matchAll(/(?<![\w)])\$?\.Values((?:\.[A-Za-z_][\w]*)+)/g)) {
      const start = begin + use.index;
      const path = (use[1] ?? '').slice(1).split('.');
      uses.push({ path, span: { file, start, end: start + use[0].length }, guarded });
    }
  }
  return uses;
}
