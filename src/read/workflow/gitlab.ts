// GitLab's pipelines: jobs, their scripts, images and rules.
// Source: https://docs.gitlab.com/ci/yaml/
import { type Located, located } from '../../base/span.ts';
import type {
  GitlabJob,
  GitlabLine,
  GitlabPipeline,
  GitlabSectionName,
  GitlabSections,
} from '../../model/ci.ts';
import type { TextValue } from '../../model/workflow.ts';
import {
  entryOf,
  isList,
  isMap,
  isScalar,
  keysOf,
  readYaml,
  type YamlEntry,
  type YamlNode,
} from '../../syntax/yaml.ts';
import { isTrue, nodeAt, plainTexts, textAt } from './fields.ts';
import { textOf } from './place.ts';

const reserved = new Set(
  'default include stages variables workflow image services cache before_script after_script spec types'.split(
    ' ',
  ),
);

export function gitlabOf(file: string, source: string): GitlabPipeline {
  const yaml = readYaml(file, source);
  // A header (`spec:`) may stand before the pipeline itself.
  const root = yaml.documents.findLast((document) => isMap(document.root))?.root;
  const entries = isMap(root) ? root.entries : [];
  const jobs = entries.filter(({ key, value }) => isMap(value) && !reserved.has(key.text));
  const holders = [root, nodeAt(root, 'default'), ...jobs.map(({ value }) => value)];
  return {
    file,
    images: holders.flatMap((holder) => imageOf(nodeAt(holder, 'image')) ?? []),
    jobs: jobs.map((entry) => jobOf(source, entry)),
    workflowRules: entryOf(nodeAt(root, 'workflow'), 'rules')?.key.span,
    variables: variablesOf(nodeAt(root, 'variables')),
    defaults: new Map([...sectionsOf(source, root), ...sectionsOf(source, nodeAt(root, 'default'))]),
    includes: [
      ...includesOf(nodeAt(root, 'include')),
      // A pipeline that a job starts is one of the same repository.
      ...jobs.flatMap(({ value }) => includesOf(nodeAt(nodeAt(value, 'trigger'), 'include'))),
    ],
    problems: yaml.problems.map((problem) => ({ ...problem })),
  };
}

function imageOf(node: YamlNode | undefined): Located<string> | undefined {
  const name = isMap(node) ? nodeAt(node, 'name') : node;
  return isScalar(name) && name.value !== null ? located(name.text, name.span) : undefined;
}

function jobOf(source: string, { key, value }: YamlEntry): GitlabJob {
  const rules = nodeAt(value, 'rules');
  return {
    name: located(key.text, key.span),
    scripts: sectionNames.flatMap((name) => scriptsOf(source, nodeAt(value, name))),
    rules: isList(rules)
      ? rules.items.flatMap((rule) =>
          isMap(rule)
            ? [{ condition: textAt(source, rule, 'if'), span: rule.span, never: whenOf(rule) === 'never' }]
            : [],
        )
      : [],
    allowFailure: isTrue(nodeAt(value, 'allow_failure')),
    extends: plainTexts(nodeAt(value, 'extends')).map((one) => one.value),
    sections: sectionsOf(source, value),
    variables: variablesOf(nodeAt(value, 'variables')),
    matrix: matrixOf(nodeAt(nodeAt(value, 'parallel'), 'matrix')),
    unsettled: namesIn(rules === undefined ? undefined : variablesIn(rules)),
    artifacts: plainTexts(nodeAt(nodeAt(value, 'artifacts'), 'paths')).map((one) => one.value),
  };
}

const sectionNames: readonly GitlabSectionName[] = ['before_script', 'script', 'after_script'];

function sectionsOf(source: string, node: YamlNode | undefined): GitlabSections {
  const found = new Map<GitlabSectionName, readonly GitlabLine[]>();
  for (const name of sectionNames) {
    const section = nodeAt(node, name);
    if (section !== undefined) found.set(name, linesOf(source, section));
  }
  return found;
}

function linesOf(source: string, node: YamlNode): readonly GitlabLine[] {
  if (!isList(node)) return [textOf(source, node) ?? []].flat();
  if (node.tag !== '!reference') return node.items.flatMap((item) => linesOf(source, item));
  const [job, name] = plainTexts(node).map((one) => one.value);
  const section = sectionNames.find((one) => one === name);
  return job === undefined || section === undefined ? [] : [{ job, section }];
}

/** `NAME: value`, or `NAME: {value: …, description: …}`. */
function variablesOf(node: YamlNode | undefined): ReadonlyMap<string, string> {
  const entries = isMap(node) ? node.entries : [];
  return new Map(
    entries.flatMap(({ key, value }) => {
      const given = isMap(value) ? nodeAt(value, 'value') : value;
      return isScalar(given) ? [[key.text, given.value === null ? '' : given.text] as const] : [];
    }),
  );
}

/** `[{NAME: [a, b], OTHER: c}]` */
function matrixOf(node: YamlNode | undefined): GitlabJob['matrix'] {
  if (!isList(node)) return [];
  return node.items.flatMap((item) =>
    isMap(item) ? [new Map(item.entries.map(({ key, value }) => [key.text, valuesOf(value)] as const))] : [],
  );
}

function valuesOf(node: YamlNode): readonly string[] {
  return isScalar(node) ? [node.text] : plainTexts(node).map((one) => one.value);
}

function variablesIn(rules: YamlNode): YamlNode | undefined {
  if (!isList(rules)) return undefined;
  return { ...rules, items: rules.items.flatMap((rule) => nodeAt(rule, 'variables') ?? []) };
}

/** The keys of each map of a list. */
function namesIn(node: YamlNode | undefined): readonly string[] {
  return isList(node) ? node.items.flatMap(keysOf) : [];
}

/** `include: /ci/jobs.yml`, `include: [{local: ci/*.yml}]`; what lies elsewhere is not followed. */
function includesOf(node: YamlNode | undefined): readonly string[] {
  const items = isList(node) ? node.items : node === undefined ? [] : [node];
  return items.flatMap((item) => {
    const local = isMap(item) ? nodeAt(item, 'local') : item;
    const path = isScalar(local) ? local.text.replace(/^\/+/, '') : '';
    return /^[\w./*-]+\.ya?ml$/.test(path) ? [path] : [];
  });
}

function whenOf(rule: YamlNode): string | undefined {
  const when = nodeAt(rule, 'when');
  return isScalar(when) ? when.text : undefined;
}

function scriptsOf(source: string, node: YamlNode | undefined): readonly TextValue[] {
  if (isList(node)) return node.items.flatMap((item) => scriptsOf(source, item));
  const text = textOf(source, node);
  return text === undefined ? [] : [text];
}
