// TypeScript source with comments left out and strings set aside, for tests that look at the code itself.
import { readdirSync, readFileSync } from 'node:fs';

export interface BareSource {
  /** Each string, template part and regular expression is `"n"`, the n-th of `strings`. */
  readonly code: string;
  readonly strings: readonly string[];
}

const regexPattern = /\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;

/** Enough of a scanner for our own formatted files: it knows strings, templates, comments and regular expressions. */
export function bareSource(text: string): BareSource {
  const strings: string[] = [];
  let code = '';
  let at = 0;
  // One entry an open template: how many braces are open in the expression inside it.
  const templates: number[] = [];
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const setAside = (content: string, length: number) => {
    code += `"${strings.push(content) - 1}"`;
    at += length;
  };
  while (at < text.length) {
    const plain = take(/[^/'"`{}]+/y) ?? '';
    code += plain;
    at += plain.length;
    if (at >= text.length) break;
    const comment = take(/\/\/[^\n]*|\/\*[\s\S]*?\*\//y);
    const string = take(/'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y);
    const literal = string ?? (startsRegex(code) ? take(regexPattern) : undefined);
    const char = text[at] ?? '';
    const depth = templates.at(-1);
    if (comment !== undefined) at += comment.length;
    else if (literal !== undefined) setAside(literal.slice(1, -1), literal.length);
    else if (char === '`' || (char === '}' && depth === 0)) {
      if (char === '}') templates.pop();
      const part = take(/[`}](?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{)/y) ?? char;
      if (part.endsWith('${')) templates.push(0);
      setAside(part.slice(1, part.endsWith('${') ? -2 : -1), Math.max(1, part.length));
    } else {
      if (depth !== undefined && char === '{') templates[templates.length - 1] = depth + 1;
      if (depth !== undefined && char === '}') templates[templates.length - 1] = depth - 1;
      code += char;
      at += 1;
    }
  }
  return { code, strings };
}

/** A slash is a division after a value, and opens a regular expression elsewhere. */
function startsRegex(before: string): boolean {
  return /(?:^|[(,=:[!&|?{};+\-*%~^<>\n]|\b(?:return|case|typeof|of|in|await|yield))\s*$/.test(
    before.slice(-40),
  );
}

/** Specifiers of all imports and exports from elsewhere: static, for types, for effect, and dynamic. */
export function importsOf(text: string): readonly string[] {
  const { code, strings } = bareSource(text);
  const found = code.matchAll(/\bfrom\s*"(\d+)"|\bimport\s*\(?\s*"(\d+)"/g);
  return [...found].map((match) => strings[Number(match[1] ?? match[2])] ?? '');
}

/** Names that a file exports. */
export function exportsOf(text: string): readonly string[] {
  const { code } = bareSource(text);
  const declared = code.matchAll(
    /^export\s+(?:declare\s+|abstract\s+|async\s+)*(?:function\*?|const|let|class|interface|type|enum)\s+(\w+)/gm,
  );
  const listed = [...code.matchAll(/^export\s+(?:type\s+)?\{([^}]*)\}/gm)].flatMap((match) =>
    (match[1] ?? '').split(',').map((name) => /(\w+)\s*$/.exec(name)?.[1] ?? ''),
  );
  return [...[...declared].map((match) => match[1] ?? ''), ...listed].filter((name) => name !== '');
}

/** TypeScript files below a folder, with their texts, in order. */
export function sourceFiles(folder: string): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts'))
    .sort();
  return new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}
