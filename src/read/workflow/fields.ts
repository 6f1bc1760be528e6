// Parts that workflows, jobs, steps and actions share.
import { keptList, keptMap } from '../../base/kept.ts';
import { type Located, located, type Span } from '../../base/span.ts';
import type { Input, Pair, Permissions, RunDefaults, TextValue } from '../../model/workflow.ts';
import { entryOf, isList, isMap, isScalar, type YamlNode } from '../../syntax/yaml.ts';
import { textOf, textValue } from './place.ts';

export function nodeAt(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return entryOf(node, key)?.value;
}

export function textAt(source: string, node: YamlNode | undefined, key: string): TextValue | undefined {
  return textOf(source, nodeAt(node, key));
}

export function pairsOf(source: string, node: YamlNode | undefined): readonly Pair[] {
  const entries = isMap(node) ? node.entries : [];
  return keptList(
    entries.flatMap(({ key, value }) =>
      isScalar(value) ? [{ name: located(key.text, key.span), value: textValue(source, value) }] : [],
    ),
  );
}

/** A text, or the texts of a list. */
export function textsOf(source: string, node: YamlNode | undefined): readonly TextValue[] {
  const items = isList(node) ? node.items : node === undefined ? [] : [node];
  return keptList(items.flatMap((item) => textOf(source, item) ?? []));
}

export function plainTexts(node: YamlNode | undefined): readonly Located<string>[] {
  const items = isList(node) ? node.items : node === undefined ? [] : [node];
  return keptList(
    items.flatMap((item) => (isScalar(item) && item.value !== null ? [located(item.text, item.span)] : [])),
  );
}

export function keySpans(node: YamlNode | undefined): ReadonlyMap<string, Span> {
  return keptMap(new Map(isMap(node) ? node.entries.map(({ key }) => [key.text, key.span]) : []));
}

export function permissionsOf(node: YamlNode | undefined): Permissions | undefined {
  const entry = entryOf(node, 'permissions');
  if (entry === undefined) return undefined;
  const { key, value } = entry;
  const all = isScalar(value) && value.value !== null ? located(value.text, value.span) : undefined;
  const scopes = isMap(value)
    ? value.entries.map((scope) => ({
        name: located(scope.key.text, scope.key.span),
        level: located(isScalar(scope.value) ? scope.value.text : '', scope.value.span),
      }))
    : [];
  return { span: key.span, all, scopes };
}

export function defaultsOf(source: string, node: YamlNode | undefined): RunDefaults {
  const run = nodeAt(nodeAt(node, 'defaults'), 'run');
  return { shell: textAt(source, run, 'shell'), workingDirectory: textAt(source, run, 'working-directory') };
}

export function inputsOf(source: string, node: YamlNode | undefined): readonly Input[] {
  if (!isMap(node)) return [];
  return node.entries.map(({ key, value }) => {
    const type = nodeAt(value, 'type');
    const options = nodeAt(value, 'options');
    return {
      name: key.text,
      span: key.span,
      type: isScalar(type) ? located(type.text, type.span) : undefined,
      required: isTrue(nodeAt(value, 'required')) !== undefined,
      defaultValue: textAt(source, value, 'default'),
      options: options === undefined ? undefined : plainTexts(options),
      deprecation: textAt(source, value, 'deprecationMessage')?.value,
    };
  });
}

export function outputsOf(source: string, node: YamlNode | undefined) {
  if (!isMap(node)) return [];
  return node.entries.map(({ key, value }) => ({ name: key.text, value: textAt(source, value, 'value') }));
}

/** The span of a literal `true`. */
export function isTrue(node: YamlNode | undefined): Span | undefined {
  return isScalar(node) && node.text.toLowerCase() === 'true' ? node.span : undefined;
}
