// The JSON of `fix`. Scripts depend on its keys: they are only ever added to, with a new schema number.
import { jsonText } from '../../base/text.ts';
import { type Finding, fixOf, type Risk } from '../../model/finding.ts';
import { grouped } from '../../review/group.ts';
import { positionsIn } from '../../review/positions.ts';
import type { Placed } from '../../review/repair.ts';
import { unifiedDiff } from '../diff.ts';
import { type FixOutput, fixesIn, nextCommands } from './fix-output.ts';

export function fixJson(output: FixOutput): string {
  const { repair, open, mode, root, version } = output;
  const { before, after, changed, fixed, leftOut, settled } = repair;
  const positions = positionsIn(after.texts);
  const report = {
    schema: 'seaworthy.fix/1',
    version,
    root,
    mode,
    settled,
    risk: { before: riskJson(grouped(before).risk), after: riskJson(grouped(after).risk) },
    files: [...changed].map(([file, text]) => ({
      file,
      fixes: fixesIn(repair, file),
      written: mode === 'write',
      diff: unifiedDiff(file, text.before, text.after),
    })),
    fixed: fixed.map((one) => ({ ...placedJson(one), changes: one.changes })),
    leftOut: leftOut.map((one) => ({ ...placedJson(one), would: one.would, bug: one.isBug })),
    open: open.map(({ finding, reason, advice }) => {
      const { line, column } = positions.start(finding.at);
      const fixable = fixOf(finding)?.kind ?? null;
      return { ...findingJson(finding), line, column, fixable, reason, advice };
    }),
    commands: nextCommands(output),
    summary: { files: changed.size, fixed: fixed.length, leftOut: leftOut.length, open: open.length },
  };
  return `${jsonText(report, 2)}\n`;
}

function riskJson({ word, points }: Risk) {
  return { word, points };
}

/** Line and column are those of the moment when it was fixed: fixes above may have moved it. */
function placedJson({ finding, place }: Placed) {
  const { line, column } = place;
  const { kind = null, title = null } = fixOf(finding) ?? {};
  return { ...findingJson(finding), line, column, kind, title };
}

function findingJson({ rule, severity, confidence, at, object, message, fingerprint }: Finding) {
  return { rule, severity, confidence, file: at.file, object, message, fingerprint };
}
