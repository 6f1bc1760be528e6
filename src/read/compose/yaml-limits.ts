// What YAML 1.2 allows and the YAML library of docker compose does not.
import type { ReadProblem } from '../../model/artifact.ts';
import type { YamlScalar } from '../../syntax/yaml.ts';

/** Directives of other versions, and a document after `...` that does not begin with `---`. */
export function refusedYaml(file: string, source: string): readonly ReadProblem[] {
  const problems: ReadProblem[] = [];
  const version = /^(?:---\s*$|\s*#.*$|\s*$|%TAG.*$|\n)*^%YAML[ \t]+(?!1\.1\s)\S+/m.exec(source);
  if (version?.index === 0) {
    const start = version[0].lastIndexOf('%YAML');
    const message = 'Expected YAML 1.1, found a directive for another version';
    const span = { file, start, end: version[0].length };
    const hint = 'Remove the line: docker compose refuses it, and reads the rest as YAML 1.2 anyway.';
    problems.push({ code: 'yaml-directive', message, span, hint });
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

/** `\/`, which YAML took over from JSON later. */
export function hasRefusedEscape({ style, span }: YamlScalar, source: string): boolean {
  if (style !== 'double') return false;
  return /(?<!\\)(?:\\\\)*\\\//.test(source.slice(span.start, span.end));
}
