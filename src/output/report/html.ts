// One page that stands alone: no script, no outside resource, nothing of a file's content as markup.
import { formatDuration } from '../../base/units.ts';
import { groups, type Report, type ReportLine } from '../../model/readiness.ts';
import { countsText, type ReportCharts, type ReportExtras, sortedLines } from './format.ts';
import { graphChart } from './html/graph.ts';
import { bytesChart, latencyChart, usageCharts } from './html/measures.ts';
import { style } from './html/style.ts';
import { safe } from './html/svg.ts';
import { timelineChart } from './html/timeline.ts';

/** The policy forbids scripts and outside content, whatever else should slip through. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export function reportHtml(report: Report, extras: ReportExtras): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${safe(`${report.stack}: ${report.verdict}`)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#checklist">To the checklist</a>
${header(report, extras)}
<main>
${checklist(report)}
<h2 id="charts">What was measured</h2>
${charts(extras.charts)}
</main>
<footer class="soft"><p>seaworthy ${safe(report.version)}. Verdict hash <code>${safe(report.verdictHash.slice(0, 16))}</code>. Parsed: it stands in a file. Resolved: it follows from several files. Executed: it was measured.</p></footer>
</body>
</html>
`;
}

const tones = { READY: 'pass', 'NOT READY': 'fail', UNKNOWN: 'unknown' } as const;

function header(report: Report, { signOffs }: ReportExtras): string {
  const release = report.release?.slice(0, 12) ?? 'none';
  const signed = signOffs.map(({ signOff, problems }) =>
    problems.length === 0
      ? `<li class="pass"><span class="word">signed</span> by ${safe(signOff.by)}, ${safe(signOff.role)}, ${safe(signOff.at)}</li>`
      : `<li class="fail"><span class="word">void</span> signature of ${safe(signOff.by)}, ${safe(signOff.at)}: ${safe(problems.join('; '))}</li>`,
  );
  return `<header>
<h1>Is ${safe(report.stack)} ready?</h1>
<p class="verdict ${tones[report.verdict]}">${report.verdict}</p>
<p>${safe(countsText(report))}</p>
<p class="soft">Release <code>${safe(release)}</code>, profile ${report.profile}, <time datetime="${safe(report.at)}">${safe(report.at)}</time></p>
${report.warnings.length === 0 ? '' : `<ul>${report.warnings.map((one) => `<li class="unknown"><span class="word">warning</span> ${safe(one)}</li>`).join('')}</ul>`}
${signed.length === 0 ? '' : `<ul>${signed.join('')}</ul>`}
</header>`;
}

function checklist(report: Report): string {
  const of = (outcome: ReportLine['outcome']) =>
    report.lines.filter((line) => line.outcome === outcome).length;
  const radio = (id: string, label: string, isChecked = false) =>
    `<label><input type="radio" name="only" id="${id}"${isChecked ? ' checked' : ''}> ${label}</label>`;
  const filters = [
    radio('only-all', `all (${report.lines.length})`, true),
    radio('only-fail', `fail (${of('fail')})`),
    radio('only-unknown', `unknown (${of('unknown')})`),
    radio('only-waived', `waived (${of('waived')})`),
    radio('only-pass', `pass (${of('pass')})`),
    radio('only-not-applicable', `not applicable (${of('not-applicable')})`),
    `<label><input type="checkbox" id="counting"> only what counts for ${report.profile}</label>`,
  ];
  const sections = groups.map((group) => {
    const own = sortedLines(report).filter((line) => line.group === group);
    return own.length === 0
      ? ''
      : `<section class="group"><h3>${group}</h3><ul class="lines">${own.map((line) => lineItem(line, report)).join('\n')}</ul></section>`;
  });
  return `<h2 id="checklist">Checklist</h2>
<fieldset><legend>Show</legend>${filters.join('\n')}</fieldset>
${sections.join('\n')}`;
}

function lineItem(line: ReportLine, report: Report): string {
  const { outcome, title, detail, value, limit, known, ageMs, evidence, remedy, waiver, counts, id } = line;
  const word = outcome === 'not-applicable' ? 'n/a' : outcome;
  const facts = [
    known,
    ...(value === undefined ? [] : [`value ${value}`]),
    ...(limit === undefined ? [] : [`limit ${limit}`]),
    ...(known === 'executed' && ageMs !== undefined ? [`${formatDuration(ageMs)} old`] : []),
    ...(counts ? [] : [`does not count for ${report.profile}`]),
  ];
  const links = evidence
    .slice(0, 8)
    .map(
      ({ text, path }) =>
        `<code>${safe(text === path || text.startsWith(`${path}:`) ? text : `${text} ${path}`)}</code>`,
    );
  const rest = evidence.length > 8 ? ` and ${evidence.length - 8} more` : '';
  return [
    `<li class="${outcome}${counts ? ' counts' : ''}" id="${safe(id)}">`,
    `<p><span class="word">${word}</span> <strong>${safe(title)}</strong></p>`,
    `<p>${safe(detail)}</p>`,
    ...(waiver === undefined
      ? []
      : [`<p>Waived until ${safe(waiver.expires)} by ${safe(waiver.owner)}: ${safe(waiver.reason)}</p>`]),
    ...(remedy === undefined ? [] : [`<p>To pass: ${safe(remedy)}</p>`]),
    `<p class="meta">${safe(facts.join(' · '))}${links.length === 0 ? '' : ` · rests on ${links.join(' ')}${rest}`}</p>`,
    '</li>',
  ].join('');
}

function charts(all: ReportCharts): string {
  const none = (what: string) => `<p class="soft">${safe(what)}</p>`;
  const { timeline, graph, loads, usage, images, memoryPeaks } = all;
  return [
    '<h3>Timeline of the rollout</h3>',
    timeline.length === 0
      ? none('No journal tells of the rollout of this release.')
      : timelineChart(timeline),
    '<h3>Dependencies by phase</h3>',
    graph.length === 0 ? none('There is no plan.') : graphChart(graph),
    '<h3>Latency</h3>',
    loads.length === 0
      ? none('No load test of this release can be believed: seaworthy load makes one.')
      : loads.map(latencyChart).join('\n'),
    '<h3>Memory and CPU</h3>',
    usage === undefined
      ? none('Nothing was sampled over time on this release.')
      : usageCharts(usage, all.memoryBudget, all.cpuBudget),
    memoryPeaks.length === 0
      ? none('The engine gives no memory of services.')
      : bytesChart('Peak memory against limits', memoryPeaks),
    '<h3>Image sizes</h3>',
    images.length === 0
      ? none('No image was weighed: this engine has none, or nothing measured them.')
      : bytesChart('Image sizes', images),
  ].join('\n');
}
