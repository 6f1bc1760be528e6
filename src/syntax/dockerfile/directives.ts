// Parser directives: `# name=value` comments above everything else.
import { span } from '../../base/span.ts';
import type { SyntaxProblem } from '../problem.ts';
import type { Escape, Line } from './lines.ts';
import type { Directive } from './tree.ts';

const known: ReadonlySet<string> = new Set(['syntax', 'escape', 'check']);

export interface DirectivesRead {
  readonly directives: readonly Directive[];
  readonly problems: readonly SyntaxProblem[];
  readonly escapeChar: Escape;
  /** Index of the first line that is no directive. */
  readonly next: number;
}

export function readDirectives(file: string, text: string, lines: readonly Line[]): DirectivesRead {
  const directives: Directive[] = [];
  const problems: SyntaxProblem[] = [];
  let escapeChar: Escape = '\\';
  for (const line of lines) {
    const written = text.slice(line.start, line.end);
    const match = /^\s*#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(\S.*)$/.exec(written.trimEnd());
    const name = (match?.[1] ?? '').toLowerCase();
    if (!known.has(name)) break;
    const indent = written.length - written.trimStart().length;
    const where = span(file, line.start + indent, line.start + written.trimEnd().length);
    const value = match?.[2] ?? '';
    if (directives.some((earlier) => earlier.name === name)) {
      problems.push({
        code: 'dockerfile-directive',
        message: `The directive "${name}" is there twice`,
        span: where,
        hint: 'Keep one of the two.',
      });
    } else if (name === 'escape') {
      if (value === '`' || value === '\\') escapeChar = value;
      else
        problems.push({
          code: 'dockerfile-directive',
          message: `"${value}" cannot be the escape character`,
          span: where,
          hint: 'Use a backslash or a backtick.',
        });
    }
    directives.push({ name, value, span: where });
  }
  return { directives, problems, escapeChar, next: directives.length };
}
