// What is said of a value that does not fit its field.
import type { ReadProblem } from '../../model/artifact.ts';
import type { YamlNode, YamlScalar } from '../../syntax/yaml.ts';

export interface Found {
  readonly problems: ReadProblem[];
}

export function wrongType(check: Found, node: YamlNode, path: string, expected: string): void {
  check.problems.push({
    code: 'wrong-type',
    message: `${path} must be ${expected}, found ${found(node)}`,
    span: node.span,
    hint: `Write ${expected} here, or remove the key.`,
  });
}

function found(node: YamlNode): string {
  if (node.kind !== 'scalar') return node.kind === 'map' ? 'a mapping' : 'a list';
  const text = node.text.length > 40 ? `${node.text.slice(0, 40)}…` : node.text;
  return isYes(node) ? `the boolean ${text}` : `${typeof node.value} ${JSON.stringify(text)}`;
}

/** Words that YAML 1.1, which Kubernetes reads, takes for booleans. */
export function isYes(node: YamlScalar): boolean {
  return node.style === 'plain' && /^(?:yes|no|on|off)$/i.test(node.text);
}

export const words = {
  string: 'text',
  int: 'a whole number',
  bool: 'true or false',
  intOrString: 'a number or a name',
  port: 'a whole number without quotes, or a name',
  countOrPercent: 'a whole number without quotes, or a percentage',
  label: 'a name of at most 63 lower-case letters, digits and -',
  cidr: 'a range of addresses such as 10.0.0.0/8',
  name: 'a name of lower-case letters, digits, - and .',
  host: 'the name of a host in lower case, without port or path',
  absolute: 'a path that begins with /',
  clusterAddress: 'an IP address or None',
  sysctl: 'the name of a kernel setting, in small letters',
  schedule:
    'five fields of cron (minute, hour, day, month, day of the week from 0 to 6), or a word such as @daily',
  quantity: 'a quantity',
  choice: 'text',
  range: 'a whole number',
  any: 'anything',
} as const;

export function quotable(check: Found, node: YamlScalar, path: string): void {
  check.problems.push({
    code: 'wrong-type',
    message: `${path} must be text, found ${found(node)}`,
    span: node.span,
    hint: 'Put the value in quotes.',
    ...(node.alias === undefined ? { replacement: `"${node.text}"` } : {}),
  });
}

export function wrongScalar(
  check: Found,
  node: YamlScalar,
  path: string,
  kind: 'int' | 'bool' | 'port' | 'countOrPercent',
): void {
  const unquoted = kind === 'bool' ? /^(?:true|false)$/ : /^-?\d+$/;
  const isQuoted = (node.style === 'single' || node.style === 'double') && unquoted.test(node.text);
  check.problems.push({
    code: 'wrong-type',
    message: `${path} must be ${words[kind]}, found ${found(node)}`,
    span: node.span,
    hint: isQuoted ? 'Remove the quotes.' : `Write ${words[kind]}.`,
    ...(isQuoted ? { replacement: node.text } : {}),
  });
}

export function invalid(
  check: Found,
  node: YamlScalar,
  path: string,
  expected: string,
  near: string | undefined,
): void {
  check.problems.push({
    code: 'invalid-value',
    message: `${path} must be ${expected}, found ${JSON.stringify(node.text)}`,
    span: node.span,
    hint: near === undefined || near === node.text ? `Write ${expected}.` : `Write ${near}.`,
    ...(near === undefined || near === node.text || node.alias !== undefined || node.style !== 'plain'
      ? {}
      : { replacement: near }),
  });
}
