// A single value against the type that its field has.
import { nearest } from '../../base/text.ts';
import type { YamlScalar } from '../../syntax/yaml.ts';
import { type Found, invalid, isYes, quotable, words, wrongScalar, wrongType } from './field-problems.ts';
import type { FieldType } from './schema.ts';
import { textForms } from './text-forms.ts';

export type ScalarType = Exclude<FieldType, { readonly of: FieldType } | { kind: 'object' }>;

export function checkScalar(check: Found, node: YamlScalar, type: ScalarType, path: string): void {
  switch (type.kind) {
    case 'string':
      if (typeof node.value !== 'string' || isYes(node)) quotable(check, node, path);
      return;
    case 'int':
      if (!Number.isInteger(node.value)) wrongScalar(check, node, path, 'int');
      return;
    case 'bool':
      if (typeof node.value !== 'boolean' && !isYes(node)) wrongScalar(check, node, path, 'bool');
      return;
    case 'intOrString':
      if (typeof node.value === 'boolean') wrongType(check, node, path, words.intOrString);
      return;
    case 'port':
      checkNumberOr(check, node, path, 'port', /\D/);
      return;
    case 'countOrPercent':
      checkNumberOr(check, node, path, 'countOrPercent', /^\d+%$/);
      return;
    case 'label':
    case 'cidr':
    case 'name':
    case 'host':
    case 'absolute':
    case 'schedule':
    case 'clusterAddress':
    case 'sysctl':
      checkText(check, node, path, type.kind);
      return;
    case 'range':
      checkRange(check, node, path, type);
      return;
    case 'quantity':
      if (!quantity.test(node.text))
        invalid(check, node, path, 'a quantity such as 500m, 1.5 or 512Mi', node.text);
      return;
    case 'choice':
      checkChoice(check, node, path, type.values);
  }
}

function checkChoice(check: Found, node: YamlScalar, path: string, values: readonly string[]): void {
  if (values.includes(node.text)) return;
  const expected = `one of ${values.filter(Boolean).join(', ')}`;
  invalid(check, node, path, expected, nearest(node.text, values));
}

function checkText(check: Found, node: YamlScalar, path: string, kind: keyof typeof textForms): void {
  if (typeof node.value !== 'string' || isYes(node)) quotable(check, node, path);
  else if (!textForms[kind](node.text)) invalid(check, node, path, words[kind], undefined);
}

function checkRange(
  check: Found,
  node: YamlScalar,
  path: string,
  { low, high }: { readonly low: number; readonly high: number },
): void {
  if (!Number.isInteger(node.value)) {
    wrongScalar(check, node, path, 'int');
    return;
  }
  const limits = high === Number.POSITIVE_INFINITY ? `of at least ${low}` : `from ${low} to ${high}`;
  if (Number(node.value) < low || Number(node.value) > high)
    invalid(check, node, path, `a whole number ${limits}`, undefined);
}

/** A whole number, or a text of this form. In quotes a number is a text, and none of such a form. */
function checkNumberOr(
  check: Found,
  node: YamlScalar,
  path: string,
  kind: 'port' | 'countOrPercent',
  form: RegExp,
): void {
  if (Number.isInteger(node.value)) {
    if (Number(node.value) < 0) invalid(check, node, path, words[kind], undefined);
    return;
  }
  if (typeof node.value !== 'string') wrongType(check, node, path, words[kind]);
  else if (/^-?\d+$/.test(node.text) || !form.test(node.text)) wrongScalar(check, node, path, kind);
}

// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
const quantity = /^\+?(?:\d+\.?\d*|\.\d+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;
