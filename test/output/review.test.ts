import { createRequire } from 'node:module';
import AjvDraft04 from 'ajv-draft-04';
import { describe, expect, test } from 'vitest';
import { ansi, plain } from '../../src/output/paint.ts';
import { github } from '../../src/output/review/github.ts';
import { gitlab } from '../../src/output/review/gitlab.ts';
import { html } from '../../src/output/review/html.ts';
import { json, reviewJson } from '../../src/output/review/json.ts';
import { junit } from '../../src/output/review/junit.ts';
import { markdown } from '../../src/output/review/markdown.ts';
import { sarif } from '../../src/output/review/sarif.ts';
import { reviewText } from '../../src/output/review/text.ts';
import { riskOf } from '../../src/review/risk.ts';
import { expectGolden } from './golden.ts';
import { sharedReport } from './shared-report.ts';

const options = { version: '0.1.0', root: 'path/as/given', folder: 'given', at: '2026-01-02T03:04:05.000Z' };
const formats = [
  [json, 'review.json'],
  [sarif, 'review.sarif'],
  [junit, 'review.xml'],
  [github, 'review-github.txt'],
  [gitlab, 'review-gitlab.json'],
  [markdown, 'review.md'],
  [html, 'review.html'],
] as const;
const empty = { critical: 0, high: 0, medium: 0, low: 0, info: 0, waived: 0, files: 0, unknown: 0 };

describe('golden files', () => {
  test('text', () => expectGolden('review.txt', reviewText(sharedReport, { paint: plain })));
  test('text, verbose', () =>
    expectGolden('review-verbose.txt', reviewText(sharedReport, { paint: plain, verbose: true })));
  test.each(formats)('%o', (format, golden) => {
    expectGolden(golden, format.render(sharedReport, options));
  });
});

describe('every format', () => {
  test.each(formats)('lets no control character of a file through: %o', (format) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
    expect(format.render(sharedReport, options)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  test.each(formats)('shows no secret: %o', (format) => {
    expect(format.render(sharedReport, options)).not.toContain('hunter2');
  });
});

describe('SARIF', () => {
  const require = createRequire(import.meta.url);
  const Ajv = AjvDraft04.default;
  const validate = new Ajv({
    strict: false,
    unicodeRegExp: false,
    formats: { uri: true, 'uri-reference': true, 'date-time': true },
  }).compile(require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'));

  test('is valid by the public schema', () => {
    validate(JSON.parse(sarif.render(sharedReport, options)));
    expect(validate.errors).toBeNull();
  });

  test('would not be without its version', () => {
    const { version: _, ...log } = JSON.parse(sarif.render(sharedReport, options));
    expect(validate(log)).toBe(false);
  });
});

describe('markup', () => {
  const hostile = '<script>alert("1")</script> | `x` ::error::y\n# z';
  const [first] = sharedReport.findings;
  const report = {
    ...sharedReport,
    findings: first === undefined ? [] : [{ ...first, message: hostile, related: [], fix: undefined }],
  };

  test.each([html, junit])('of a message stays text in %o', (format) => {
    const text = format.render(report, options);
    expect(text).toContain('&lt;script&gt;');
    expect(text).not.toContain('<script>');
  });

  test('of a message stays text in Markdown', () => {
    expect(markdown.render(report, options)).toContain(
      '\\<script\\>alert("1")\\</script\\> \\| \\`x\\` ::error::y \\# z',
    );
  });

  test('of a message begins no command of the runner', () => {
    expect(github.render(report, options).split('\n')[0]).toContain('%0A# z');
  });
});

describe('text', () => {
  const coloured = reviewText(sharedReport, { paint: ansi });

  test('colours change nothing but colours', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what this removes
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(reviewText(sharedReport, { paint: plain }));
  });

  test('no control character of a file reaches the terminal', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
    expect(reviewText(sharedReport, { paint: plain })).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  test.each([
    ['examples/shop', 'examples/shop/compose.yaml:4:13'],
    ['examples/shop/', 'examples/shop/compose.yaml:4:13'],
    ['../shop', '../shop/compose.yaml:4:13'],
    ['.', 'compose.yaml:4:13'],
  ])('places can be opened from outside the folder %s', (folder, expected) => {
    expect(reviewText(sharedReport, { paint: plain, folder }).split(/\s+/)).toContain(expected);
  });

  test('secrets are starred out', () => {
    expect(coloured).not.toContain('hunter2');
  });

  test('a part of the findings is said to be a part', () => {
    const part = { ...sharedReport, findings: sharedReport.findings.slice(0, 2) };
    expect(reviewText(part, { paint: plain })).toContain(
      '13 findings (2 critical, 2 high, 2 medium, 2 low, 5 info), 2 shown',
    );
  });

  const nothing = { ...sharedReport, findings: [], failures: [], risk: riskOf([]) };
  test.each([
    [
      'an empty folder is not called clean',
      { ...nothing, artifacts: [], summary: empty },
      'nothing to review: no compose file, Dockerfile, manifest or env file was found\n',
    ],
    [
      'a clean repository is called clean in one line',
      { ...nothing, artifacts: sharedReport.artifacts.slice(0, 2), summary: { ...empty, files: 2 } },
      'risk LOW · no findings · 2 files\n',
    ],
    [
      'nothing understood is not low risk',
      {
        ...nothing,
        artifacts: sharedReport.artifacts.slice(3, 4),
        summary: { ...empty, files: 1, unknown: 1 },
      },
      `not judged, because not understood:
  k8s/a.yaml  kubernetes  this version does not read Kubernetes manifests

risk unknown: nothing was understood · no findings · 1 file, 1 not understood
`,
    ],
  ])('%s', (_name, report, expected) => {
    expect(reviewText(report, { paint: plain })).toBe(expected);
  });
});

describe('json', () => {
  test('keys are those that scripts depend on', () => {
    const report: unknown = JSON.parse(reviewJson(sharedReport, options));
    expect(report).toMatchObject({ schema: 'seaworthy.review/1', risk: 'HIGH', root: 'path/as/given' });
    expect(Object.keys(report as object)).toEqual([
      'schema',
      'version',
      'root',
      'risk',
      'findings',
      'artifacts',
      'summary',
    ]);
  });

  test('columns count UTF-16 code units from 1 and ends are exclusive', () => {
    expect(JSON.parse(reviewJson(sharedReport, options)).findings).toContainEqual(
      expect.objectContaining({
        rule: 'dockerfile/run-as-root',
        line: 2,
        column: 1,
        endLine: 2,
        endColumn: 10,
        fixable: 'safe',
        waived: null,
      }),
    );
  });
});
