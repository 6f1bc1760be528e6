// Findings that were there on a day: a team begins with those frozen, and only what is new counts.
import { SeaworthyError } from '../base/errors.ts';
import { isObject } from '../base/json.ts';
import type { Finding } from '../model/finding.ts';

export const baselineName = 'seaworthy.baseline.json';
const schema = 'seaworthy.baseline/1';

/** A line a finding, sorted: what comes and goes is seen in a diff. Waived ones need no place in it. */
export function baselineText(findings: readonly Finding[]): string {
  const lines = findings
    .filter(({ waived }) => waived === undefined || waived.reason === inBaseline)
    .map(({ fingerprint, rule, at, object }) => JSON.stringify({ fingerprint, rule, file: at.file, object }))
    .sort();
  const list = lines.length === 0 ? '[]' : `[\n${lines.map((line) => `    ${line}`).join(',\n')}\n  ]`;
  return `{\n  "schema": "${schema}",\n  "findings": ${list}\n}\n`;
}

/** The fingerprints in a baseline. @throws SeaworthyError CONFIG_INVALID */
export function readBaseline(file: string, text: string): ReadonlySet<string> {
  const refuse = (why: string) =>
    new SeaworthyError('CONFIG_INVALID', `${file} is no baseline: ${why}`, {
      hint: 'seaworthy review --write-baseline writes it anew.',
    });
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw refuse('it is not JSON');
  }
  if (!isObject(data) || data['schema'] !== schema) throw refuse(`its schema is not ${schema}`);
  const { findings } = data;
  if (!Array.isArray(findings)) throw refuse('it has no list of findings');
  return new Set(
    findings.map((one: unknown) => {
      const fingerprint = isObject(one) ? one['fingerprint'] : undefined;
      if (typeof fingerprint !== 'string') throw refuse('a finding in it has no fingerprint');
      return fingerprint;
    }),
  );
}

const inBaseline = 'in the baseline';

export function applyBaseline(
  findings: readonly Finding[],
  baseline: ReadonlySet<string> | undefined,
): readonly Finding[] {
  if (baseline === undefined) return findings;
  return findings.map((finding) =>
    finding.waived === undefined && baseline.has(finding.fingerprint)
      ? { ...finding, waived: { reason: inBaseline, at: finding.at } }
      : finding,
  );
}

/** How many of the baseline's findings are no longer there: mended, or moved to another object. */
export function goneFrom(baseline: ReadonlySet<string>, findings: readonly Finding[]): number {
  const there = new Set(findings.map(({ fingerprint }) => fingerprint));
  return [...baseline].filter((fingerprint) => !there.has(fingerprint)).length;
}
