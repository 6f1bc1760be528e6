// One self-contained HTML page: no script, no outside resource, nothing of a file's content as markup.
import { count, printableLine } from '../../base/text.ts';
import { type Finding, fixOf, severities } from '../../model/finding.ts';
import { type Positions, positionsIn } from '../../review/positions.ts';
import type { ReviewResult } from '../../review/result.ts';
import { plain } from '../paint.ts';
import { sourceFrame } from '../source-frame.ts';
import type { ReviewFormat, ReviewFormatOptions } from './format.ts';
import { escapeXml } from './markup.ts';

export const html: ReviewFormat = {
  name: 'html',
  mediaType: 'text/html',
  render(result, options) {
    const positions = positionsIn(result.texts);
    const body = [
      header(result, options),
      ...severities.flatMap((severity) => severitySection(severity, result, positions)),
      ...waivedSection(result, positions),
      ...unknownSection(result),
    ];
    return page(`Review: risk ${result.risk.word}`, body.join('\n'));
  },
};

/** The policy forbids scripts and outside content, whatever else should slip through. */
const policy = "default-src 'none'; style-src 'unsafe-inline'";

const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
article { border-left: 4px solid var(--tone, #888); padding: .2rem 0 .2rem 1rem; margin: 1rem 0; }
pre { overflow-x: auto; background: #8881; padding: .5rem; }
code, pre { font: 13px/1.4 ui-monospace, monospace; }
.critical { --tone: #c1121f; } .high { --tone: #e36414; } .medium { --tone: #c99700; } .low { --tone: #4a7c9b; }
.risk { font-size: 1.4rem; } .dim { opacity: .7; } h3 { margin: 0; font-size: 1rem; }
`;

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeXml(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

function header(
  { risk, summary, findings }: ReviewResult,
  { version, root, at }: ReviewFormatOptions,
): string {
  const open = findings.filter((finding) => finding.waived === undefined).length;
  const counts = severities
    .filter((severity) => summary[severity] > 0)
    .map((severity) => `<a href="#${severity}">${summary[severity]} ${severity}</a>`);
  const unknown = summary.unknown === 0 ? '' : ` · ${summary.unknown} not or not wholly understood`;
  const because = risk.points === 0 ? '' : ` <span class="dim">${escapeXml(risk.because)}</span>`;
  return `<h1>Review of ${escapeXml(printableLine(root))}</h1>
<p class="risk">risk <strong>${risk.word}</strong>${because}</p>
<p>${count(open, 'finding')}${counts.length === 0 ? '' : `: ${counts.join(', ')}`} · ${count(summary.files, 'file')}${unknown}</p>
<p class="dim">seaworthy ${escapeXml(version)}, ${escapeXml(at)}</p>`;
}

function severitySection(
  severity: (typeof severities)[number],
  result: ReviewResult,
  positions: Positions,
): readonly string[] {
  const own = result.findings.filter((one) => one.severity === severity && one.waived === undefined);
  if (own.length === 0) return [];
  const articles = own.map((finding) => articleOf(finding, result, positions));
  return [`<h2 id="${severity}">${severity}</h2>`, ...articles];
}

function articleOf(finding: Finding, { rules }: ReviewResult, positions: Positions): string {
  const rule = rules.get(finding.rule);
  const sure = finding.confidence === 'certain' ? '' : ` <span class="dim">${finding.confidence}</span>`;
  const frame = sourceFrame(finding.at, positions, plain).join('\n');
  const see = finding.related.map(
    ({ at, message }) => `<p>see ${placeOf(at, positions)} ${escapeXml(printableLine(message))}</p>`,
  );
  const advice = fixOf(finding)?.title ?? finding.advice ?? rule?.fix;
  return [
    `<article class="${finding.severity}">`,
    `<h3>${escapeXml(printableLine(finding.message))}</h3>`,
    `<p>${placeOf(finding.at, positions)} <code>${escapeXml(finding.rule)}</code>${sure}</p>`,
    ...(frame === '' ? [] : [`<pre>${escapeXml(frame)}</pre>`]),
    ...see,
    ...(rule === undefined ? [] : [`<p>${escapeXml(rule.why)}</p>`]),
    ...(advice === undefined ? [] : [`<p><strong>${escapeXml(printableLine(advice))}</strong></p>`]),
    '</article>',
  ].join('\n');
}

function waivedSection({ findings }: ReviewResult, positions: Positions): readonly string[] {
  const rows = findings.flatMap(({ waived, at, rule }) => {
    if (waived === undefined) return [];
    const owner = waived.owner === undefined ? '' : `, ${waived.owner}`;
    const until = waived.expires === undefined ? '' : `, until ${waived.expires}`;
    const why = escapeXml(printableLine(`${waived.reason}${owner}${until}`));
    return [`<li>${placeOf(at, positions)} <code>${escapeXml(rule)}</code> ${why}</li>`];
  });
  return rows.length === 0 ? [] : ['<h2>waived</h2>', `<ul>${rows.join('\n')}</ul>`];
}

function unknownSection({ artifacts }: ReviewResult): readonly string[] {
  const rows = artifacts
    .filter(({ understood }) => understood !== 'yes')
    .map(({ file, understood, why }) => {
      const part = understood === 'partly' ? ' (in part)' : '';
      const reason = escapeXml(printableLine(why ?? 'no reason is known'));
      return `<li><code>${escapeXml(printableLine(file))}</code>${part}: ${reason}</li>`;
    });
  return rows.length === 0
    ? []
    : ['<h2>not judged, because not understood</h2>', `<ul>${rows.join('\n')}</ul>`];
}

function placeOf(at: Finding['at'], positions: Positions): string {
  const { line, column } = positions.start(at);
  return `<code>${escapeXml(printableLine(`${at.file}:${line}:${column}`))}</code>`;
}
