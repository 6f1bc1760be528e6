// An action's metadata file as its model.
import { located, span } from '../../base/span.ts';
import type { Action, TextValue } from '../../model/workflow.ts';
import { isMap, isScalar } from '../../syntax/yaml.ts';
import { inputsOf, nodeAt, outputsOf, textAt } from './fields.ts';
import { stepsOf } from './job.ts';
import { textOf } from './place.ts';
import { checkActionKeys } from './required.ts';
import { action as actionShape } from './schema/action.ts';
import { readChecked } from './workflow.ts';

export function actionOf(file: string, source: string): Action {
  const { report, root } = readChecked(file, source, actionShape);
  const runs = nodeAt(root, 'runs');
  const using = nodeAt(runs, 'using');
  const texts = new Map<string, TextValue>();
  for (const { key, value } of isMap(runs) ? runs.entries : []) {
    const text = textOf(source, value);
    if (text !== undefined) texts.set(key.text, text);
  }
  const action: Action = {
    file,
    span: root?.span ?? span(file, 0, 0),
    name: textAt(source, root, 'name'),
    inputs: inputsOf(source, nodeAt(root, 'inputs')),
    outputs: outputsOf(source, nodeAt(root, 'outputs')),
    using: isScalar(using) ? located(using.text, using.span) : undefined,
    runs: texts,
    steps: stepsOf(source, nodeAt(runs, 'steps')),
    expressions: report.expressions,
    problems: report.problems,
    whole: report.whole,
  };
  checkActionKeys(report, action);
  return action;
}
