// Where a script writes to the files that set environment and path of later steps.
// Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#environment-files

export interface EnvironmentWrite {
  /** The line, with what a group or here-document of it brings. */
  readonly text: string;
  /** Of the line, without the space around it. */
  readonly start: number;
  readonly end: number;
}

export function writesIn(script: string): readonly EnvironmentWrite[] {
  if (!/GITHUB_(?:ENV|PATH)/i.test(script)) return [];
  return [...script.matchAll(writing)].map((match) => ({
    text: writtenBy(script, match),
    start: match.index + match[0].search(/\S/),
    end: match.index + match[0].trimEnd().length,
  }));
}

/** A line that writes to one of the files, in bash, PowerShell or cmd. */
const writing =
  /^.*(?:>|\b(?:tee|Out-File|Add-Content)\b[^|;\n]*)\s*["']?(?:%|\$(?:env:|\{(?:env:)?)?)GITHUB_(?:ENV|PATH)\b.*$/gim;

/** With the lines of the group that the line closes, or of the here-document that it opens. */
function writtenBy(script: string, { 0: line, index }: RegExpExecArray): string {
  const before = script.slice(0, index);
  const after = script.slice(index + line.length);
  if (/^\s*\}/.test(line)) {
    const opened = [...before.matchAll(/^[ \t]*\{[ \t]*$/gm)].at(-1);
    return before.slice(opened?.index ?? before.length) + line;
  }
  const word = /<<-?\s*["']?(\w+)/.exec(line)?.[1];
  if (word === undefined) return line;
  const end = after.search(new RegExp(`^\\s*${word}\\s*$`, 'm'));
  return line + (end === -1 ? after : after.slice(0, end));
}
