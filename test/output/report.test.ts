import Ajv from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { plain } from '../../src/output/paint.ts';
import { reportHtml } from '../../src/output/report/html.ts';
import { reportJson } from '../../src/output/report/json.ts';
import { reportJunit } from '../../src/output/report/junit.ts';
import { reportMarkdown, reportSummary } from '../../src/output/report/markdown.ts';
import { reportSchema } from '../../src/output/report/schema.ts';
import { reportText } from '../../src/output/report/text.ts';
import { largeExtras, largeReport } from '../readiness/large-report.ts';

const of = (outcome: string) => largeReport.lines.filter((line) => line.counts && line.outcome === outcome);

describe('text', () => {
  const text = reportText(largeReport, largeExtras, plain).split('\n');

  it('says the verdict first, then warnings, then the worst', () => {
    expect(text[0]).toMatch(/^NOT READY {3}\d+ pass · \d+ fail/);
    expect(text[2]).toContain('warning  1 of the 3 records');
    expect(text[3]).toMatch(/^fail /);
  });

  it('gives each line that stands in the way what it rests on and a way to pass', () => {
    const failed = text.flatMap((line, index) =>
      line.startsWith('fail ') ? [[line, text[index + 1] ?? '']] : [],
    );
    expect(failed).toHaveLength(of('fail').length);
    for (const [line, next] of failed) {
      expect(line).toContain('Dockerfile:12');
      expect(next).toContain('to pass: ');
    }
  });

  it('lists the rest only when asked for', () => {
    const all = reportText(largeReport, largeExtras, plain, true);
    for (const { id } of largeReport.lines) expect(all).toContain(id);
    expect(text.join('\n')).toContain('--all lists them');
  });

  it('says that a signature is void', () => {
    expect(text.at(-2)).toContain('void     Ana B. (release lead)');
  });
});

describe('json', () => {
  it('holds to its schema', () => {
    const validate = new Ajv.default({ strict: false, validateFormats: false }).compile(reportSchema);
    expect(validate(JSON.parse(reportJson(largeReport)))).toBe(true);
    expect(validate({ ...largeReport, verdict: 'MAYBE' })).toBe(false);
  });
});

describe('junit', () => {
  const xml = reportJunit(largeReport);

  it('counts unknown as an error, and what does not count as skipped', () => {
    expect([...xml.matchAll(/<failure /g)]).toHaveLength(of('fail').length);
    expect([...xml.matchAll(/<error /g)]).toHaveLength(of('unknown').length);
    expect([...xml.matchAll(/<testcase /g)]).toHaveLength(largeReport.lines.length);
    expect(xml).toContain(`failures="${of('fail').length}" errors="${of('unknown').length}"`);
  });

  it('lets nothing of a file become markup', () => {
    expect(xml).not.toContain('<script>');
  });
});

describe('markdown', () => {
  it('has a table for each group and shows markup as text', () => {
    const text = reportMarkdown(largeReport);
    expect(text.startsWith('# platform: NOT READY\n')).toBe(true);
    expect(text).toContain('## Observability');
    expect(text).not.toContain('<script>');
  });

  it('as a summary, opens with what stands in the way and folds the rest', () => {
    const text = reportSummary(largeReport);
    const [open = '', folded = ''] = text.split('<details>');
    expect(open.split('\n').filter((line) => /^\| (?:fail|unknown) /.test(line))).toHaveLength(
      of('fail').length + of('unknown').length,
    );
    expect(folded).toContain('## Build');
  });
});

describe('html', () => {
  const page = reportHtml(largeReport, largeExtras);

  it('forbids scripts and outside content, has neither, and stays small', () => {
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'`);
    // The hostile words are there as text; no tag has them.
    expect(page).not.toMatch(
      /<(?:script|link|img|iframe|object)|<[^>]*\s(?:src|href="(?!#)|on\w+)=|url\(|@import/,
    );
    expect(page.length).toBeLessThan(400_000);
  });

  it('says what is missing where nothing was measured', () => {
    const none = {
      timeline: [],
      graph: [],
      loads: [],
      usage: undefined,
      memoryBudget: undefined,
      cpuBudget: undefined,
      memoryPeaks: [],
      images: [],
    };
    const bare = reportHtml(largeReport, { charts: none, signOffs: [] });
    expect(bare).toContain('No load test of this release can be believed');
    expect(bare).not.toContain('<svg');
  });
});
