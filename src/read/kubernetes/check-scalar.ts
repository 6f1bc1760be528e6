// A single value against the type that its field has.
import { isIpAddress } from '../../base/ip.ts';
import { nearest } from '../../base/text.ts';
import type { YamlScalar } from '../../syntax/yaml.ts';
import { type Found, invalid, isYes, quotable, words, wrongScalar, wrongType } from './field-problems.ts';
import type { FieldType } from './schema.ts';

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
      if (typeof node.value !== 'string' || isYes(node)) quotable(check, node, path);
      else if (!dnsLabel.test(node.text)) invalid(check, node, path, words.label, undefined);
      return;
    case 'cidr':
      if (typeof node.value !== 'string') quotable(check, node, path);
      else if (!isRange(node.text)) invalid(check, node, path, words.cidr, undefined);
      return;
    case 'quantity':
      if (!quantity.test(node.text))
        invalid(check, node, path, 'a quantity such as 500m, 1.5 or 512Mi', node.text);
      return;
    case 'choice':
      if (!type.values.includes(node.text))
        invalid(
          check,
          node,
          path,
          `one of ${type.values.filter(Boolean).join(', ')}`,
          nearest(node.text, type.values),
        );
  }
}

/** A whole number, or a text of this form. In quotes a number is a text, and none of such a form. */
function checkNumberOr(
  check: Found,
  node: YamlScalar,
  path: string,
  kind: 'port' | 'countOrPercent',
  form: RegExp,
): void {
  if (Number.isInteger(node.value)) return;
  if (typeof node.value !== 'string') wrongType(check, node, path, words[kind]);
  else if (/^-?\d+$/.test(node.text) || !form.test(node.text)) wrongScalar(check, node, path, kind);
}

function isRange(text: string): boolean {
  const [address = '', bits = '', ...rest] = text.split('/');
  const isNumber = /^(?:0|[1-9]\d{0,2})$/.test(bits);
  return (
    rest.length === 0 &&
    isNumber &&
    isIpAddress(address) &&
    Number(bits) <= (address.includes(':') ? 128 : 32)
  );
}

// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names
const dnsLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
const quantity = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;
