// Comments that waive findings: our own form, and those that other tools read.
import type { Span } from '../base/span.ts';
import type { FileComment } from '../model/artifact.ts';

/** One rule named by a waiving comment. */
export interface NamedRule {
  /** As a user may write it: `compose/x`, `x`, `hadolint:DL3002`. */
  readonly name: string;
  readonly span: Span;
}

export interface WaiverComment {
  readonly span: Span;
  /** Whose comment it is; only our own are asked for a reason and reported when they do nothing. */
  readonly tool: string;
  readonly names: readonly NamedRule[];
  readonly reason: string;
  /** `line`: its own line, or the one below it; `file`: everything in the file. */
  readonly reach: 'line' | 'file';
}

/** Cheap test on a whole file, so that comments are looked for only where one may waive. */
export function mayWaive(text: string): boolean {
  return /seaworthy:|hadolint|zizmor:|trivy:ignore|checkov:skip/.test(text);
}

/** The waiver that a comment holds, if it is one. */
export function parseWaiver(comment: FileComment, source: string): WaiverComment | undefined {
  const text = source.slice(comment.span.start, comment.span.end);
  for (const form of forms) {
    const match = form.pattern.exec(text);
    if (match === null) continue;
    const list = match[1] ?? '';
    const at = comment.span.start + (match.indices?.[1]?.[0] ?? 0);
    return {
      span: comment.span,
      tool: form.tool,
      names: namesIn(list, at, comment.span.file, form.prefix),
      reason: form.tool === 'seaworthy' ? reasonIn(match[2]) : text.replace(/^#\s*/, '').trim(),
      reach: form.reach,
    };
  }
  return undefined;
}

interface Form {
  readonly tool: string;
  /** The first group is the list of ids. */
  readonly pattern: RegExp;
  readonly prefix: string;
  readonly reach: 'line' | 'file';
}

const forms: readonly Form[] = [
  // The brackets are optional here, so that a comment without them is reported instead of overlooked.
  {
    tool: 'seaworthy',
    pattern: /^(?:#|\/\/)\s*seaworthy:\s*ignore\b(?:\s*\[([^\]]*)\])?(.*)$/ds,
    prefix: '',
    reach: 'line',
  },
  // https://github.com/hadolint/hadolint#inline-ignores and #global-ignores
  {
    tool: 'hadolint',
    pattern: /^#\s*hadolint\s+ignore\s*=\s*([\w, ]+)/d,
    prefix: 'hadolint:',
    reach: 'line',
  },
  {
    tool: 'hadolint',
    pattern: /^#\s*hadolint\s+global\s+ignore\s*=\s*([\w, ]+)/d,
    prefix: 'hadolint:',
    reach: 'file',
  },
  // https://docs.zizmor.sh/usage/#with-comments
  {
    tool: 'zizmor',
    pattern: /^#\s*zizmor:\s*ignore\[([\w, -]+)\]/d,
    prefix: 'zizmor:',
    reach: 'line',
  },
  // https://trivy.dev/latest/docs/configuration/filtering/#by-inline-comments
  { tool: 'trivy', pattern: /^#\s*trivy:ignore:([\w-]+)/d, prefix: 'trivy:', reach: 'line' },
  // https://www.checkov.io/2.Basics/Suppressing%20and%20Skipping%20Policies.html
  { tool: 'checkov', pattern: /^#\s*checkov:skip=(\w+)/d, prefix: 'checkov:', reach: 'file' },
];

function namesIn(list: string, at: number, file: string, prefix: string): readonly NamedRule[] {
  const names: NamedRule[] = [];
  for (const match of list.matchAll(/[^,\s][^,]*/g)) {
    const name = match[0].trimEnd();
    const start = at + match.index;
    names.push({ name: `${prefix}${name}`, span: { file, start, end: start + name.length } });
  }
  return names;
}

/** What follows the brackets, without the dash or colon that people put between. */
function reasonIn(text: string | undefined): string {
  return (text ?? '').trim().replace(/^(?:--?|–|—|:)\s*/, '');
}
