// GitLab's code quality report: a list of issues with a fingerprint each.
import { jsonText, printable } from '../../base/text.ts';
import type { Severity } from '../../model/finding.ts';
import { positionsIn } from '../../review/positions.ts';
import { pathFrom, type ReviewFormat } from './format.ts';

const severities: Readonly<Record<Severity, string>> = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
  info: 'info',
};

export const gitlab: ReviewFormat = {
  name: 'gitlab',
  mediaType: 'application/json',
  render({ findings, texts }, { folder }) {
    const positions = positionsIn(texts);
    const issues = findings
      .filter(({ waived }) => waived === undefined)
      .map(({ rule, message, fingerprint, severity, at }) => ({
        description: printable(message),
        check_name: rule,
        fingerprint,
        severity: severities[severity],
        location: {
          path: pathFrom(folder, at.file),
          positions: { begin: positions.start(at), end: positions.end(at) },
          lines: { begin: positions.start(at).line },
        },
      }));
    return `${jsonText(issues, 2)}\n`;
  },
};
