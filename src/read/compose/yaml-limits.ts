// What YAML 1.2 allows and the YAML library of docker compose does not.
import type { ReadProblem } from '../../model/artifact.ts';
import type { YamlScalar } from '../../syntax/yaml.ts';

/** Directives of other versions, and a document after `...` that does not begin with `---`. */
export function refusedYaml(file: string, source: string): readonly ReadProblem[] {
  const problems: ReadProblem[] = [];
  const version = otherVersion(source);
  if (version !== undefined) {
    const message = 'Expected YAML 1.1, found a directive for another version';
    const hint = 'Remove the line: docker compose refuses it, and reads the rest as YAML 1.2 anyway.';
    problems.push({ code: 'yaml-directive', message, span: { file, ...version }, hint });
  }
  const bare = /^\.\.\.[ \t]*(?:#.*)?\n(?:[ \t]*(?:#.*)?\n)*(?=[^\s#])(?!---|\.\.\.|%)/m.exec(source);
  if (bare !== null) {
    const start = bare.index + bare[0].length;
    const message = 'Expected "---" after the "..." that ends a document';
    const span = { file, start, end: start + 1 };
    problems.push({ code: 'yaml-document-start', message, span, hint: 'Add a line "---" above this one.' });
  }
  return problems;
}

/** Where the directive stands among the lines before the first document. */
function otherVersion(source: string): { readonly start: number; readonly end: number } | undefined {
  let start = 0;
  while (start < source.length) {
    const lineEnd = source.indexOf('\n', start);
    const line = source.slice(start, lineEnd === -1 ? source.length : lineEnd);
    const directive = /^%YAML[ \t]+(?!1\.1(?:\s|$))\S+/.exec(line);
    if (directive !== null) return { start, end: start + directive[0].length };
    if (lineEnd === -1 || !/^(?:---\s*|\s*#.*|\s*|%TAG.*)$/.test(line)) return undefined;
    start = lineEnd + 1;
  }
  return undefined;
}

/** `\/`, which YAML took over from JSON later. */
export function hasRefusedEscape({ style, span }: YamlScalar, source: string): boolean {
  if (style !== 'double') return false;
  return /(?<!\\)(?:\\\\)*\\\//.test(source.slice(span.start, span.end));
}
