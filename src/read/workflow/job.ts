// Jobs and their steps.
import { keptList } from '../../base/kept.ts';
import { located, type Span } from '../../base/span.ts';
import type {
  Container,
  Job,
  Matrix,
  MatrixCombination,
  MatrixRow,
  MatrixValue,
  Step,
} from '../../model/workflow.ts';
import { entryOf, isList, isMap, isScalar, type YamlEntry, type YamlNode } from '../../syntax/yaml.ts';
import {
  defaultsOf,
  isTrue,
  keySpans,
  nodeAt,
  pairsOf,
  permissionsOf,
  plainTexts,
  textAt,
  textsOf,
} from './fields.ts';
import { textOf } from './place.ts';

export function jobOf(source: string, { key, value, span }: YamlEntry): Job {
  const environment = nodeAt(value, 'environment');
  const secrets = nodeAt(value, 'secrets');
  const runsOn = nodeAt(value, 'runs-on');
  return {
    id: key.text,
    idSpan: key.span,
    span,
    name: textAt(source, value, 'name'),
    needs: plainTexts(nodeAt(value, 'needs')),
    runsOn: textsOf(source, isMap(runsOn) ? nodeAt(runsOn, 'labels') : runsOn),
    condition: textAt(source, value, 'if'),
    matrix: matrixOf(matrixNode(nodeAt(value, 'strategy'))),
    environment: isMap(environment) ? textAt(source, environment, 'name') : textOf(source, environment),
    container: containerOf(source, undefined, entryOf(value, 'container')),
    services: servicesOf(source, nodeAt(value, 'services')),
    outputs: pairsOf(source, nodeAt(value, 'outputs')),
    env: pairsOf(source, nodeAt(value, 'env')),
    defaults: defaultsOf(source, value),
    permissions: permissionsOf(value),
    concurrency: entryOf(value, 'concurrency')?.key.span,
    continueOnError: isTrue(nodeAt(value, 'continue-on-error')),
    steps: stepsOf(source, nodeAt(value, 'steps')),
    uses: textAt(source, value, 'uses'),
    with: pairsOf(source, nodeAt(value, 'with')),
    secrets: pairsOf(source, secrets),
    secretsInherit: isScalar(secrets) && secrets.text === 'inherit' ? secrets.span : undefined,
    keys: keySpans(value),
  };
}

/** In one list: those of a group behind it. https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax */
export function stepsOf(source: string, node: YamlNode | undefined): readonly Step[] {
  const steps: Step[] = [];
  const add = (list: YamlNode | undefined, above: Step['path']) => {
    for (const [index, item] of (isList(list) ? list.items : []).entries()) {
      if (!isMap(item)) continue;
      const path = [...above, index];
      steps.push(stepOf(source, item, { index: steps.length, path }));
      if (above.length === 0) add(nodeAt(item, 'parallel'), [...path, 'parallel']);
    }
  };
  add(node, []);
  return steps;
}

function stepOf(source: string, node: YamlNode, place: Pick<Step, 'index' | 'path'>): Step {
  const id = nodeAt(node, 'id');
  // Key by key: V8 makes an object that begins with another one's keys anew for each further key.
  return {
    index: place.index,
    path: place.path,
    span: node.span,
    id: isScalar(id) && id.value !== null ? located(id.text, id.span) : undefined,
    name: textAt(source, node, 'name'),
    condition: textAt(source, node, 'if'),
    uses: textAt(source, node, 'uses'),
    with: pairsOf(source, nodeAt(node, 'with')),
    run: textAt(source, node, 'run'),
    shell: textAt(source, node, 'shell'),
    workingDirectory: textAt(source, node, 'working-directory'),
    env: pairsOf(source, nodeAt(node, 'env')),
    continueOnError: isTrue(nodeAt(node, 'continue-on-error')),
    background: isTrue(nodeAt(node, 'background')),
    awaited: keptList([...plainTexts(nodeAt(node, 'wait')), ...plainTexts(nodeAt(node, 'cancel'))]),
    keys: keySpans(node),
  };
}

function servicesOf(source: string, node: YamlNode | undefined): readonly Container[] {
  if (!isMap(node)) return [];
  return node.entries.flatMap((entry) => containerOf(source, entry.key.text, entry) ?? []);
}

function containerOf(
  source: string,
  name: string | undefined,
  entry: YamlEntry | undefined,
): Container | undefined {
  if (entry === undefined) return undefined;
  const { key, value } = entry;
  return {
    name,
    span: key.span,
    image: isMap(value) ? textAt(source, value, 'image') : textOf(source, value),
    env: pairsOf(source, nodeAt(value, 'env')),
    password: textAt(source, nodeAt(value, 'credentials'), 'password'),
  };
}

/** An expression may give the matrix, or the whole strategy. */
function matrixNode(strategy: YamlNode | undefined): YamlNode | undefined {
  return isScalar(strategy) ? strategy : nodeAt(strategy, 'matrix');
}

function matrixOf(node: YamlNode | undefined): Matrix | undefined {
  if (node === undefined) return undefined;
  if (!isMap(node)) return { span: node.span, rows: new Map(), include: [], exclude: [], dynamic: true };
  const rows = new Map<string, MatrixRow>();
  for (const { key, value } of node.entries) {
    if (key.text === 'include' || key.text === 'exclude') continue;
    rows.set(key.text, { span: key.span, values: rowValues(value) });
  }
  const include = nodeAt(node, 'include');
  return {
    span: node.span,
    rows,
    include: combinationsOf(include),
    exclude: combinationsOf(nodeAt(node, 'exclude')),
    dynamic: include !== undefined && !isList(include),
  };
}

function rowValues(node: YamlNode): readonly MatrixValue[] | undefined {
  return isList(node) ? node.items.map(matrixValue) : undefined;
}

function matrixValue(node: YamlNode): MatrixValue {
  return {
    value: canonical(node),
    span: node.span,
    fields: isMap(node) ? new Map(fieldsOf(node, '')) : noFields,
  };
}

const noFields: ReadonlyMap<string, string> = new Map();

function fieldsOf(node: YamlNode, prefix: string): readonly (readonly [string, string])[] {
  const entries = isMap(node) ? node.entries : [];
  return entries.flatMap(({ key, value }) => {
    const path = `${prefix}${key.text}`;
    return isScalar(value) ? [[path, canonical(value)] as const] : fieldsOf(value, `${path}.`);
  });
}

function combinationsOf(node: YamlNode | undefined): readonly MatrixCombination[] {
  if (!isList(node)) return [];
  return node.items.flatMap((item) => (isMap(item) ? [combinationOf(item.entries, item.span)] : []));
}

function combinationOf(entries: readonly YamlEntry[], span: Span): MatrixCombination {
  const values = new Map(entries.map(({ key, value }) => [key.text, matrixValue(value)]));
  return { span, values };
}

/** Equal values have the same text, however they are written. */
function canonical(node: YamlNode): string {
  if (node.kind === 'scalar') return String(node.value);
  if (node.kind === 'list') return `[${node.items.map(canonical).join(', ')}]`;
  const fields = node.entries.map(({ key, value }) => `${key.text}: ${canonical(value)}`);
  return `{${fields.sort().join(', ')}}`;
}
