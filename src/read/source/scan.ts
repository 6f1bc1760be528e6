// What the readers of one source file share: its words, its brackets, and the facts found so far.
import { type Span, span } from '../../base/span.ts';
import type { Confidence } from '../../model/finding.ts';
import type { SourceFact, SourceFile } from '../../model/source.ts';
import { closingBrackets, type Token, type TokenList } from './token.ts';

export interface SourceScan {
  readonly file: string;
  readonly tokens: TokenList;
  /** For the index of an opening bracket, that of the closing one, or -1. */
  readonly closing: Int32Array;
  readonly facts: SourceFact[];
}

export interface ScannedSource {
  readonly source: SourceFile;
  /** Modules as written: `./db.js`, `app.models`. */
  readonly imports: readonly string[];
  /** How the file says that a program begins in it; for Java and Python. */
  readonly main?: MainMark;
}

/** `application`: a class that its framework starts; `main`: a method of that name, or what a module does when it is run. */
export type MainMark = 'application' | 'main';

export function newScan(file: string, tokens: TokenList): SourceScan {
  return { file, tokens, closing: closingBrackets(tokens), facts: [] };
}

export function spanOf(scan: SourceScan, token: Token, last: Token = token): Span {
  return span(scan.file, token.start, Math.max(token.end, last.end));
}

export function addEnvRead(
  scan: SourceScan,
  name: Token,
  at: Span,
  fallback: Fallback | undefined,
  confidence: Confidence = 'certain',
): void {
  if (!isVariableName(name.text)) return;
  scan.facts.push({
    kind: 'env-read',
    name: name.text,
    hasDefault: fallback !== undefined,
    defaultValue: fallback?.text,
    at,
    confidence,
  });
}

/** A value that stands in where the variable is not set; its text when that is written out. */
export interface Fallback {
  readonly text: string | undefined;
}

export function isVariableName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
}

export function isPort(value: number | undefined): value is number {
  return value !== undefined && Number.isInteger(value) && value >= 1 && value <= 65_535;
}

/** Hosts named in a string as `scheme://host:port`; not the reader's own machine, not names made up for examples. */
export function addUrls(scan: SourceScan, token: Token): void {
  const at = token.text.indexOf('://');
  if (at < 1 || token.text.length > 2000) return;
  const match =
    /^(?:jdbc:)?([a-z][a-z0-9+.-]*):\/\/(?:[^/@\s?#]*@)?(\[[\da-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?(.?)/i.exec(
      token.text,
    );
  const [all, scheme, host, port, after] = match ?? [];
  if (all === undefined || scheme === undefined || host === undefined) return;
  // `http://api-${name}`: the host goes on in an expression.
  if (token.partial && port === undefined && after === '') return;
  if (/^(?:file|data|chrome|about|xmlns|urn)$/i.test(scheme) || /(?:^|\.)w3\.org$/i.test(host)) return;
  const isSimple = /^[a-z0-9-]+$/i.test(host);
  const confidence = isSimple || port !== undefined ? 'likely' : 'possible';
  const number = port === undefined ? undefined : Number(port);
  scan.facts.push({
    kind: 'url',
    host,
    port: isPort(number) ? number : undefined,
    at: spanOf(scan, token),
    confidence,
  });
}

export function addRoute(
  scan: SourceScan,
  method: string | undefined,
  path: Token,
  confidence: Confidence,
): void {
  const text = path.text;
  if (!text.startsWith('/') || text.startsWith('//') || text.length > 500 || /\s/.test(text)) return;
  scan.facts.push({ kind: 'route', method, path: text, at: spanOf(scan, path), confidence });
}

export const httpMethods: ReadonlySet<string> = new Set([
  'get',
  'post',
  'put',
  'patch',
  'delete',
  'head',
  'options',
  'all',
]);

export function isSignal(text: string): boolean {
  return /^SIG(?:TERM|INT|HUP|QUIT|USR1|USR2|BREAK)$/.test(text);
}
