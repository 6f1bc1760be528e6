// The JSON of a review. Scripts depend on its keys: they are only ever added to, with a new schema number.
import type { Span } from '../../base/span.ts';
import { jsonText } from '../../base/text.ts';
import { type Finding, fixOf } from '../../model/finding.ts';
import { type Positions, positionsIn } from '../../review/positions.ts';
import type { ReviewResult } from '../../review/result.ts';
import type { ReviewFormat, ReviewFormatOptions } from './format.ts';

export const json: ReviewFormat = { name: 'json', mediaType: 'application/json', render: reviewJson };

export function reviewJson(
  result: ReviewResult,
  options: Pick<ReviewFormatOptions, 'version' | 'root'>,
): string {
  const positions = positionsIn(result.texts);
  const { critical, high, medium, low, info, waived, files, unknown } = result.summary;
  const report = {
    schema: 'seaworthy.review/1',
    version: options.version,
    root: options.root,
    risk: result.risk.word,
    findings: result.findings.map((finding) => findingJson(finding, positions)),
    artifacts: result.artifacts.map(({ file, kind, understood, why }) => ({
      file,
      kind,
      understood,
      why: why ?? null,
    })),
    summary: { critical, high, medium, low, info, waived, files, unknown },
  };
  return `${jsonText(report, 2)}\n`;
}

function findingJson(finding: Finding, positions: Positions) {
  const end = positions.end(finding.at);
  const { rule, aliases, severity, confidence, object, message, fingerprint, waived } = finding;
  return {
    rule,
    aliases,
    severity,
    confidence,
    ...place(finding.at, positions),
    endLine: end.line,
    endColumn: end.column,
    object,
    message,
    fingerprint,
    fixable: fixOf(finding)?.kind ?? null,
    related: finding.related.map((label) => ({ ...place(label.at, positions), message: label.message })),
    waived:
      waived === undefined
        ? null
        : {
            reason: waived.reason,
            owner: waived.owner ?? null,
            expires: waived.expires ?? null,
            ...place(waived.at, positions),
          },
  };
}

function place(at: Span, positions: Positions) {
  const { line, column } = positions.start(at);
  return { file: at.file, line, column };
}
