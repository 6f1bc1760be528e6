// A workflow's text as its model. Never throws; all problems in one pass.
import { span } from '../../base/span.ts';
import type { Contract, Trigger, Workflow } from '../../model/workflow.ts';
import {
  isList,
  isMap,
  isScalar,
  readYaml,
  type YamlEntry,
  type YamlFile,
  type YamlNode,
} from '../../syntax/yaml.ts';
import { folderOf, isWorkflowPath } from '../paths.ts';
import { checkTree } from './check.ts';
import {
  defaultsOf,
  inputsOf,
  isTrue,
  keySpans,
  nodeAt,
  outputsOf,
  pairsOf,
  permissionsOf,
  textAt,
  textsOf,
} from './fields.ts';
import { jobOf } from './job.ts';
import { textOf } from './place.ts';
import { addProblem, type Report } from './report.ts';
import { checkWorkflowKeys } from './required.ts';
import { workflow as workflowShape } from './schema/workflow.ts';
import type { MapShape } from './shape.ts';

export function workflowOf(file: string, source: string): Workflow {
  const { report, root } = readChecked(file, source, workflowShape);
  const on = nodeAt(root, 'on');
  const call = isMap(on) ? on.entries.find(({ key }) => key.text === 'workflow_call') : undefined;
  const triggers = triggersOf(source, on);
  const jobs = nodeAt(root, 'jobs');
  const workflow: Workflow = {
    file,
    folder: isWorkflowPath(file) ? folderOf(folderOf(folderOf(file))) : undefined,
    span: root?.span ?? span(file, 0, 0),
    name: textAt(source, root, 'name'),
    triggers,
    permissions: permissionsOf(root),
    env: pairsOf(source, nodeAt(root, 'env')),
    concurrency: keySpans(root).get('concurrency'),
    defaults: defaultsOf(source, root),
    jobs: new Map(isMap(jobs) ? jobs.entries.map((entry) => [entry.key.text, jobOf(source, entry)]) : []),
    expressions: report.expressions,
    contract: triggers.some(({ event }) => event === 'workflow_call')
      ? contractOf(source, call?.value)
      : undefined,
    dispatchInputs: inputsOf(source, nodeAt(nodeAt(on, 'workflow_dispatch'), 'inputs')),
    keys: keySpans(root),
    problems: report.problems,
    whole: report.whole,
  };
  checkWorkflowKeys(report, workflow);
  return workflow;
}

/** The tree of a file, checked against a table; undefined when nothing could be read. */
export function readChecked(
  file: string,
  source: string,
  shape: MapShape,
): { report: Report; root: YamlNode | undefined } {
  const yaml = readYaml(file, source);
  const report = newReport(source, yaml);
  const root = yaml.documents.find((document) => document.root !== undefined)?.root;
  if (root !== undefined) {
    checkTree(report, root, shape);
  } else {
    const place = span(file, 0, Math.min(1, source.length));
    const message = 'The file is empty';
    addProblem(report, { code: 'empty-mapping', message, span: place, hint: 'Fill it in, or remove it.' });
  }
  return { report, root };
}

function newReport(source: string, yaml: YamlFile): Report {
  const whole = yaml.problems.every(({ code }) => code === 'yaml-duplicate-key');
  return { source, problems: yaml.problems.map((problem) => ({ ...problem })), expressions: [], whole };
}

/** `on: push`, `on: [push]`, or a mapping with filters. */
function triggersOf(source: string, on: YamlNode | undefined): readonly Trigger[] {
  if (isMap(on)) return on.entries.map((entry) => triggerOf(source, entry));
  const names = isList(on) ? on.items : on === undefined ? [] : [on];
  return names.flatMap((name) =>
    isScalar(name) && name.value !== null
      ? [{ event: name.text, span: name.span, filters: new Map(), schedules: [] }]
      : [],
  );
}

function triggerOf(source: string, { key, value }: YamlEntry): Trigger {
  const entries = isMap(value) ? value.entries : [];
  const filters = entries.flatMap((entry) =>
    isMap(entry.value)
      ? []
      : [[entry.key.text, { span: entry.key.span, values: textsOf(source, entry.value) }] as const],
  );
  const schedules = isList(value) ? value.items : [];
  return {
    event: key.text,
    span: key.span,
    filters: new Map(filters),
    schedules: schedules.flatMap((item) => {
      const cron = textOf(source, nodeAt(item, 'cron'));
      return cron === undefined ? [] : [{ cron, timezone: textOf(source, nodeAt(item, 'timezone')) }];
    }),
  };
}

function contractOf(source: string, node: YamlNode | undefined): Contract {
  const secrets = nodeAt(node, 'secrets');
  return {
    inputs: inputsOf(source, nodeAt(node, 'inputs')),
    secrets: isMap(secrets)
      ? secrets.entries.map(({ key, value }) => ({
          name: key.text,
          required: isTrue(nodeAt(value, 'required')) !== undefined,
        }))
      : [],
    outputs: outputsOf(source, nodeAt(node, 'outputs')),
  };
}
