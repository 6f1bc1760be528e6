import { describe, expect, test } from 'vitest';
import { ansi, plain } from '../../src/output/paint.ts';
import { reviewJson } from '../../src/output/review-json.ts';
import { reviewText } from '../../src/output/review-text.ts';
import { riskOf } from '../../src/review/risk.ts';
import { expectGolden } from './golden.ts';
import { sharedReport } from './shared-report.ts';

const options = { version: '0.1.0', root: 'path/as/given' };
const empty = { critical: 0, high: 0, medium: 0, low: 0, info: 0, waived: 0, files: 0, unknown: 0 };

describe('golden files', () => {
  test('text', () => expectGolden('review.txt', reviewText(sharedReport, { paint: plain })));
  test('text, verbose', () =>
    expectGolden('review-verbose.txt', reviewText(sharedReport, { paint: plain, verbose: true })));
  test('json', () => expectGolden('review.json', reviewJson(sharedReport, options)));
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
      'nothing to review: no compose file, Dockerfile or env file was found\n',
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
