// GitLab's pipelines: jobs, their scripts, images and rules.
// Source: https://docs.gitlab.com/ci/yaml/
import { type Located, located } from '../../base/span.ts';
import type { GitlabJob, GitlabPipeline } from '../../model/ci.ts';
import type { TextValue } from '../../model/workflow.ts';
import {
  entryOf,
  isList,
  isMap,
  isScalar,
  readYaml,
  type YamlEntry,
  type YamlNode,
} from '../../syntax/yaml.ts';
import { isTrue, nodeAt, textAt } from './fields.ts';
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
    scripts: ['before_script', 'script', 'after_script'].flatMap((name) =>
      scriptsOf(source, nodeAt(value, name)),
    ),
    rules: isList(rules)
      ? rules.items.flatMap((rule) =>
          isMap(rule)
            ? [{ condition: textAt(source, rule, 'if'), span: rule.span, never: whenOf(rule) === 'never' }]
            : [],
        )
      : [],
    allowFailure: isTrue(nodeAt(value, 'allow_failure')),
  };
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
