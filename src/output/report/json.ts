// The report for programs. `docs/report.schema.json` is its contract.
import { jsonText } from '../../base/text.ts';
import type { Report } from '../../model/readiness.ts';

export function reportJson(report: Report): string {
  return `${jsonText(report, 2)}\n`;
}
