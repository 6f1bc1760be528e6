// Where variables get their values: the process, then env files, of which later ones win (docker: "precedence").
import type { Span } from '../../base/span.ts';
import { type DotenvEntry, isAcceptedInDotenv, readDotenv } from '../../syntax/dotenv.ts';
import { interpolate } from './interpolate.ts';
import type { Place } from './node/node.ts';
import type { Report } from './report.ts';

export interface Variable {
  readonly value: string;
  readonly from: 'env-file' | 'process' | 'override';
  readonly definedAt: Span | undefined;
}

export type Lookup = (name: string) => Variable | undefined;

export interface EnvText {
  readonly file: string;
  readonly text: string;
}

export function processLookup(environment: Readonly<Record<string, string>>): Lookup {
  return (name) => {
    const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
    return value === undefined ? undefined : { value, from: 'process', definedAt: undefined };
  };
}

/** The first of the lookups that knows a name has the last word. */
export function firstOf(...lookups: readonly Lookup[]): Lookup {
  return (name) => {
    for (const lookup of lookups) {
      const found = lookup(name);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

/** The entries of env files; values see `outer` first, then entries above them, as docker compose has it. */
export function envFileLookup(files: readonly EnvText[], outer: Lookup, report: Report): Lookup {
  const known = envFileVariables(files, outer, report);
  return (name) => known.get(name);
}

export function envFileVariables(
  files: readonly EnvText[],
  outer: Lookup,
  report: Report,
): ReadonlyMap<string, Variable> {
  const known = new Map<string, Variable>();
  for (const { file, text } of files) readEnvEntries(file, text, outer, known, report);
  return known;
}

export interface EnvFileEntry {
  readonly name: string;
  readonly nameSpan: Span;
  /** Undefined: a bare name that is set nowhere. */
  readonly variable: Variable | undefined;
}

/** Reads one env file in order, and adds to `known`: an entry sees those above it and those of earlier files. */
export function readEnvEntries(
  file: string,
  text: string,
  outer: Lookup,
  known: Map<string, Variable>,
  report: Report,
): readonly EnvFileEntry[] {
  const { entries, problems } = readDotenv(file, text);
  for (const { code, message, span, hint } of problems) {
    const accepted = isAcceptedInDotenv(code);
    report.problem({ code: 'env-file-syntax', message, span, hint, ...(accepted ? { accepted } : {}) });
  }
  const lookup = firstOf(outer, (name) => known.get(name));
  return entries.map((entry) => {
    const name = entry.name.value;
    const variable = entry.value === undefined ? lookup(name) : variableOf(entry, text, lookup, report);
    if (variable !== undefined) known.set(name, variable);
    return { name, nameSpan: entry.name.span, variable };
  });
}

function variableOf(
  entry: DotenvEntry,
  source: string,
  lookup: Lookup,
  report: Report,
): Variable | undefined {
  if (entry.value === undefined) return undefined;
  const { value, span: definedAt } = entry.value;
  const asWritten: Variable = { value, from: 'env-file', definedAt };
  if (entry.quote === 'single' || !value.includes('$')) return asWritten;
  const result = interpolate(value, lookup);
  report.interpolation(result, placeOf(definedAt, value, source));
  return { ...asWritten, value: result.text };
}

/** Exact where the value is written without quotes and escapes. */
function placeOf(span: Span, value: string, source: string): Place {
  const at = source.slice(span.start, span.end).indexOf(value);
  if (at === -1) return () => span;
  return (from, to) => ({ file: span.file, start: span.start + at + from, end: span.start + at + to });
}
