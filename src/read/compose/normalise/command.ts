// A command string as docker compose takes it apart: quotes and escapes, no shell (spec: services, "command").
import { splitWords } from '../../../syntax/shell.ts';
import { type Node, part, revalued, type ScalarNode } from '../node/node.ts';
import { describe, type Report } from '../report.ts';
import { wrapped } from './lists.ts';

/** As of one argument in Linux: a longer command is a program, and each of its words would become a node. */
const maximumLength = 128 * 1024;

export function commandWords(report: Report): (node: Node) => Node {
  return (node) => {
    if (node.kind !== 'scalar' || node.value === null) return node;
    if (node.text.length > maximumLength) {
      reportLength(report, node);
      return wrapped(node, [node]);
    }
    const { end, fault } = commandEnd(node.text);
    const { words, problem } = splitWords(node.text.slice(0, end));
    const why = fault ?? problem;
    if (why !== undefined) reportCommand(report, node, why);
    return wrapped(
      node,
      words.map(({ text, start, end: to }) => ({ ...revalued(part(node, start, to), text), tag: undefined })),
    );
  };
}

function reportLength(report: Report, node: ScalarNode): void {
  report.problem({
    code: 'too-large',
    message: 'The command has more than 128 KiB; it is not taken apart',
    span: node.span,
    hint: 'Put it into a script of the image.',
  });
}

function reportCommand(report: Report, node: ScalarNode, why: string): void {
  report.problem({
    code: 'invalid-value',
    message: `Expected a command, found ${describe(node)}: ${why}`,
    span: node.span,
    hint: 'Close the quote, or write the command as a list of words.',
  });
}

/**
 * Docker compose stops reading at the first bare operator of a shell, and drops what follows: `a | b` runs `a`. The
 * number in front of a `>` goes with it.
 */
function commandEnd(text: string): { readonly end: number; readonly fault?: string } {
  let quote = '';
  let word = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\\' && quote !== "'") at += 1;
    else if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'" || char === '`') quote = char;
    else if (/\s/.test(char)) word = at + 1;
    else if (';&|<>'.includes(char)) return { end: char === '>' && /\d/.test(text.charAt(word)) ? word : at };
    else if (char === '(' && text.charAt(at - 1) !== '$')
      return { end: text.length, fault: 'a "(" stands outside of quotes' };
  }
  return { end: text.length };
}
