// Whether code gets to a place only on a condition: of a mode, of another setting, of an error.
import type { Span } from '../../base/span.ts';

/** Code that stands further from its condition than this is not looked through. */
const reach = 20_000;

export function isConditional(text: string, { file, start, end }: Span): boolean {
  const before = text.slice(Math.max(0, start - reach), start);
  const after = /^[^\n]*/.exec(text.slice(end, end + 200))?.[0] ?? '';
  if (file.endsWith('.py')) return isChoiceOfPython(before, after) || isUnderCondition(before);
  return isChoiceOfBraces(before) || isInConditionalBlock(before);
}

/** `x if debug else os.environ["A"]`, `given or os.environ["A"]`. */
function isChoiceOfPython(before: string, after: string): boolean {
  return /\b(?:else|or|and)\s+(?:\w+\()*$/.test(before.slice(-80)) || /^[\])]*\s+if\s/.test(after);
}

const pythonCondition = /^(?:if|elif|else|try|except|case|while)\b(?!\s+__name__)/;

/** A line above that is indented less begins with a condition. */
function isUnderCondition(before: string): boolean {
  const lines = before.split('\n');
  let indent = indentOf(lines.at(-1) ?? '');
  for (let index = lines.length - 2; index >= 0 && indent > 0; index--) {
    const line = lines[index] ?? '';
    const own = indentOf(line);
    if (own >= indent || line.trim() === '' || line.trimStart().startsWith('#')) continue;
    if (pythonCondition.test(line.trimStart())) return true;
    indent = own;
  }
  return false;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** `debug ? 'x' : requireEnv('A')`, `on && requireEnv('A')`. */
function isChoiceOfBraces(before: string): boolean {
  const near = before.slice(-200);
  return /(?:\?|&&|\|\|)\s*(?:\w+\()*$/.test(near) || /\?(?![.?:])[^;{}]*:\s*(?:\w+\()*$/.test(near);
}

/** A block around the place is that of a condition: what stands before its brace says so. */
function isInConditionalBlock(before: string): boolean {
  let depth = 0;
  for (let index = before.length - 1; index >= 0; index--) {
    const char = before[index];
    if (char === '}') depth++;
    else if (char === '{' && depth > 0) depth--;
    else if (char === '{') {
      const head =
        before
          .slice(Math.max(0, index - 300), index)
          .split(/[;{}]/)
          .at(-1) ?? '';
      if (/\b(?:if|else|switch|case|try|catch|while)\b/.test(head)) return true;
    }
  }
  // Without a block of its own: `if (debug) requireEnv('A')`.
  return /\bif\s*\([^;{}]*\)\s*(?:return\s|\w+\s*=\s*)?$/.test(before.slice(-200));
}
