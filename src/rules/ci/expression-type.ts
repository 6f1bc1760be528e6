import { type ExpressionTree, nodesOf, pathOf } from '../../syntax/expression.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isObject } from '../shared/context-values.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'expression-type',
  area: 'ci',
  severity: 'critical',
  aliases: ['actionlint:check-type-check-expression'],
  title: 'An expression uses a value or function in a way that it cannot be used',
  why: 'The step or job that holds the expression fails when it is evaluated.',
  fix: 'Correct the call, or the value that is indexed.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/expressions'],
  on: 'expression',
  *check(expression) {
    for (const node of nodesOf(expression.tree)) {
      const at = expression.within.place(node.start, node.end);
      const message = faultOf(node);
      if (message !== undefined) yield { at, message };
      const surplus = message === undefined ? surplusOf(node) : undefined;
      if (surplus !== undefined) yield { at, message: surplus, severity: 'low' };
    }
  },
  examples: [
    bad(
      steps(`
      - run: make
        if: contains(github.ref)
      - run: echo "\${{ format('{0} {1}', github.ref) }}"
      - run: echo "\${{ fromJSON('{a:1}').a }}"
      - run: echo "\${{ 'text'.length }}"
      - run: echo "\${{ format('{0}', github.ref, github.sha) }}"
      - run: make
        if: contains(github.event, 'release')
    `),
      [
        '.github/workflows/ci.yml:7:13',
        '.github/workflows/ci.yml:8:24',
        '.github/workflows/ci.yml:9:24',
        '.github/workflows/ci.yml:10:24',
        '.github/workflows/ci.yml:11:24',
        '.github/workflows/ci.yml:13:13',
      ],
    ),
    good(
      steps(`
      - run: make
        if: contains(github.ref, 'release')
      - run: echo "\${{ format('{0} {1} {{2}}', github.ref, github.sha) }}"
      - run: echo "\${{ fromJSON('{"a":1}').a }}"
    `),
    ),
  ],
});

/** How many arguments each function takes: at least, and at most. */
const arity: Readonly<Record<string, readonly [number, number]>> = {
  contains: [2, 2],
  startswith: [2, 2],
  endswith: [2, 2],
  format: [1, 255],
  join: [1, 2],
  tojson: [1, 1],
  fromjson: [1, 1],
  hashfiles: [1, 255],
  always: [0, 0],
  cancelled: [0, 0],
};

function faultOf(node: ExpressionTree): string | undefined {
  if (node.kind === 'property' || node.kind === 'index' || node.kind === 'star') {
    return node.of.kind === 'literal' ? 'A literal has no properties, and one is read from it' : undefined;
  }
  if (node.kind !== 'call') return undefined;
  const name = node.name.toLowerCase();
  const [least, most] = (Object.hasOwn(arity, name) ? arity[name] : undefined) ?? [0, 255];
  const given = node.args.length;
  if (given < least || given > most) {
    const wanted =
      least === most ? String(least) : most === 255 ? `at least ${least}` : `${least} to ${most}`;
    return `${node.name} takes ${wanted} ${wanted === '1' ? 'argument' : 'arguments'} and is given ${given}`;
  }
  const [first] = node.args;
  if (first?.kind !== 'literal' || typeof first.value !== 'string') return undefined;
  if (name === 'fromjson' && !isJson(first.value)) return `${node.name} is given a text that is no JSON`;
  return name === 'format' ? formatFault(first.value, given - 1) : undefined;
}

/** What is given and never seen: GitHub passes over it. */
function surplusOf(node: ExpressionTree): string | undefined {
  if (node.kind !== 'call') return undefined;
  const [first, ...values] = node.args;
  const name = node.name.toLowerCase();
  if (name === 'format' && first?.kind === 'literal' && typeof first.value === 'string') {
    const text = first.value.replaceAll('{{', '').replaceAll('}}', '');
    const unused = values.findIndex((_, index) => !text.includes(`{${index}}`));
    return unused === -1 ? undefined : `format has no place {${unused}} for a value that it is given`;
  }
  const path = first !== undefined && textFunctions.has(name) ? pathOf(first) : undefined;
  return path !== undefined && isObject(path)
    ? `${node.name} looks at ${path.join('.')}, which stands for many values`
    : undefined;
}

/** Functions whose first argument is a text. */
const textFunctions = new Set(['startswith', 'endswith', 'fromjson', 'contains']);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** `{0}` stands for the first value, `{{` for a brace. */
function formatFault(text: string, given: number): string | undefined {
  const bare = text.replaceAll('{{', '').replaceAll('}}', '');
  for (const [, digits] of bare.matchAll(/\{(\d+)\}/g)) {
    if (Number(digits) >= given) return `format has no value for {${digits}}`;
  }
  return undefined;
}
