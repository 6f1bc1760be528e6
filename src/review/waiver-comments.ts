// Comments that waive findings: our own form, and those that other tools read.
import type { Span } from '../base/span.ts';
import type { FileComment } from '../model/artifact.ts';

/** One rule named by a waiving comment. */
export interface NamedRule {
  /** As a user may write it: `compose/x`, `x`, `hadolint:DL3002`; `kics:*` is all that a tool knows. */
  readonly name: string;
  readonly span: Span;
  /** The last day on which it counts, where the tool's form says one. */
  readonly expires?: string;
}

export interface WaiverComment {
  readonly span: Span;
  /** Whose comment it is; only our own are asked for a reason and reported when they do nothing. */
  readonly tool: string;
  readonly names: readonly NamedRule[];
  readonly reason: string;
  /** `line`: its own line, or the one below it; `block`: what begins there; `file`: everything in the file. */
  readonly reach: 'line' | 'block' | 'file' | Span;
}

/** Cheap test on a whole file, so that comments are looked for only where one may waive. */
export function mayWaive(text: string): boolean {
  return /seaworthy:|hadolint|zizmor:|trivy:ignore|checkov:skip|kics-scan|dclint/.test(text);
}

/** The waiver that a comment holds, if it is one. */
export function parseWaiver(comment: FileComment, source: string): WaiverComment | undefined {
  const text = source.slice(comment.span.start, comment.span.end);
  for (const form of forms) {
    const match = form.pattern.exec(text);
    if (match === null) continue;
    if (form.atTop === true && !isTop(source.slice(0, comment.span.start))) return undefined;
    const list = match[1] ?? '';
    const at = comment.span.start + (match.indices?.[1]?.[0] ?? 0);
    const every = { name: `${form.tool}:*`, span: comment.span };
    const stated = reasonIn(match[2]);
    return {
      span: comment.span,
      tool: form.tool,
      names: isEvery(form, list) ? [every] : namesIn(list, { ...comment.span, start: at }, form),
      reason: form.tool === 'seaworthy' || stated !== '' ? stated : text.replace(/^#\s*/, '').trim(),
      reach: form.reach,
    };
  }
  return undefined;
}

interface Form {
  readonly tool: string;
  /** The first group is the list of ids; the second, where there is one, the reason. */
  readonly pattern: RegExp;
  readonly reach: 'line' | 'block' | 'file';
  /** An id in the list, its first group; the second is the day on which it ends. */
  readonly word?: RegExp;
  /** What an empty list means: all that the tool knows. Ours then names nothing, which is reported. */
  readonly emptyIsEvery?: true;
  /** Counts only above everything else in the file. */
  readonly atTop?: true;
}

const words = /([^,\s]+)/g;

const forms: readonly Form[] = [
  // The brackets are optional here, so that a comment without them is reported instead of overlooked.
  {
    tool: 'seaworthy',
    pattern: /^(?:#|\/\/)\s*seaworthy:\s*ignore\b(?:\s*\[([^\]]*)\])?(.*)$/ds,
    reach: 'line',
  },
  // https://github.com/hadolint/hadolint#inline-ignores and #global-ignores
  { tool: 'hadolint', pattern: /^#\s*hadolint\s+ignore\s*=\s*([\w, ]+)/d, word: words, reach: 'line' },
  {
    tool: 'hadolint',
    pattern: /^#\s*hadolint\s+global\s+ignore\s*=\s*([\w, ]+)/d,
    word: words,
    reach: 'file',
  },
  // https://docs.zizmor.sh/usage/#with-comments
  { tool: 'zizmor', pattern: /^#\s*zizmor:\s*ignore\[([\w, -]+)\]/d, reach: 'line' },
  // https://trivy.dev/latest/docs/configuration/filtering/#by-inline-comments
  {
    tool: 'trivy',
    pattern: /^#\s*(trivy:ignore:.+)/d,
    word: /trivy:ignore:([\w.-]+)(?::exp:(\d{4}-\d\d-\d\d))?/g,
    reach: 'line',
  },
  // https://www.checkov.io/2.Basics/Suppressing%20and%20Skipping%20Policies.html
  { tool: 'checkov', pattern: /^#\s*checkov:skip=(\w+)(?::(.*))?/d, reach: 'file' },
  // https://docs.kics.io/latest/running-kics/#using-commands-on-scanned-files-as-comments
  { tool: 'kics', pattern: /^#\s*kics-scan\s+ignore-line\b/d, emptyIsEvery: true, reach: 'line' },
  { tool: 'kics', pattern: /^#\s*kics-scan\s+ignore-block\b/d, emptyIsEvery: true, reach: 'block' },
  { tool: 'kics', pattern: /^#\s*kics-scan\s+ignore\s*$/d, emptyIsEvery: true, reach: 'file', atTop: true },
  {
    tool: 'kics',
    pattern: /^#\s*kics-scan\s+disable\s*=\s*([\w, -]+)/d,
    word: words,
    reach: 'file',
    atTop: true,
  },
  // https://github.com/zavoloklom/docker-compose-linter/blob/main/docs/configuration-comments.md
  {
    tool: 'dclint',
    pattern: /^#\s*dclint\s+disable-line\b\s*([\w, -]*)/d,
    word: words,
    emptyIsEvery: true,
    reach: 'line',
  },
  {
    tool: 'dclint',
    pattern: /^#\s*dclint\s+disable(?:-file)?(?![\w-])\s*([\w, -]*)/d,
    word: words,
    emptyIsEvery: true,
    reach: 'file',
    atTop: true,
  },
];

function isEvery({ emptyIsEvery }: Form, list: string): boolean {
  return emptyIsEvery === true && list.trim() === '';
}

/** `at` begins where the list does. */
function namesIn(list: string, at: Span, { tool, word }: Form): readonly NamedRule[] {
  const prefix = tool === 'seaworthy' ? '' : `${tool}:`;
  return [...list.matchAll(word ?? /([^,\s][^,]*)/g)].map((match) => {
    const name = (match[1] ?? '').trimEnd();
    const start = at.start + match.index + match[0].indexOf(name);
    const span = { file: at.file, start, end: start + name.length };
    return { name: `${prefix}${name}`, span, ...(match[2] === undefined ? {} : { expires: match[2] }) };
  });
}

/** True of text that holds only blank lines, comments and the mark of a document's start. */
function isTop(before: string): boolean {
  return before.split('\n').every((line) => /^\uFEFF?\s*(?:#.*|---\s*)?$/.test(line));
}

/** What follows the brackets, without the dash or colon that people put between. */
function reasonIn(text: string | undefined): string {
  return (text ?? '').trim().replace(/^(?:--?|\u2013|\u2014|:)\s*/, '');
}
