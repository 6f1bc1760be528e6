// A check of a rule is written as a generator, and a large review calls a million of them, most of which find nothing. In
// the bundle they gather what they find in a list instead: V8 makes nothing for a call that finds nothing, where a generator
// takes an object with room for all its variables and two calls into the engine.
import { parseSync, Visitor } from 'oxc-parser';

const none = 'noProblems$';

/**
 * A TypeScript file with the checks in it as functions that give a list. A check must yield in statements of its own.
 * @throws Error where one does not
 */
export function checksAsLists(code) {
  if (!code.includes('*check(')) return code;
  const { program, errors } = parseSync('rule.ts', code);
  if (errors.length > 0) throw new Error(`a rule cannot be parsed: ${errors[0].message}`);
  const edits = [];
  const checks = new Set();
  const yields = new Set();
  const open = [];
  const enter = (node) => open.push({ node, check: checks.has(node) });
  const leave = () => open.pop();
  new Visitor({
    Property({ key, method, value }) {
      if (!method || key.name !== 'check' || !value.generator) return;
      checks.add(value);
      // From `*check(` to `check(`, and a list around the body.
      edits.push({ start: key.start - 1, end: key.start, text: '' });
      edits.push(insert(value.body.start + 1, ' let found$;'));
      edits.push(insert(value.body.end - 1, ` return found$ ?? ${none};`));
    },
    FunctionExpression: enter,
    'FunctionExpression:exit': leave,
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': leave,
    ArrowFunctionExpression: enter,
    'ArrowFunctionExpression:exit': leave,
    ExpressionStatement({ expression }) {
      if (expression.type !== 'YieldExpression' || open.at(-1)?.check !== true) return;
      yields.add(expression);
      const { start, argument, delegate } = expression;
      const before = delegate ? 'for (const one$ of ' : '(found$ ??= []).push(';
      const after = delegate ? ') (found$ ??= []).push(one$)' : ')';
      edits.push({ start, end: argument.start, text: before });
      edits.push(insert(argument.end, after));
    },
    YieldExpression(node) {
      if (open.at(-1)?.check === true && !yields.has(node))
        throw new Error(`a check yields within an expression: ${code.slice(node.start, node.end)}`);
    },
    ReturnStatement({ start, end, argument }) {
      if (open.at(-1)?.check !== true) return;
      if (argument !== null) throw new Error(`a check returns a value: ${code.slice(start, end)}`);
      edits.push({ start, end, text: `return found$ ?? ${none};` });
    },
  }).visit(program);
  return `${applied(code, edits)}\nconst ${none} = [];\n`;
}

function insert(at, text) {
  return { start: at, end: at, text };
}

function applied(code, edits) {
  const sorted = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  let done = '';
  let at = 0;
  for (const { start, end, text } of sorted) {
    done += code.slice(at, start) + text;
    at = end;
  }
  return done + code.slice(at);
}
