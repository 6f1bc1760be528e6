import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { FileWaiver, WaiverFile } from '../../src/model/waiver-file.ts';
import { readWaiverFile } from '../../src/read/settings/waiver-file.ts';
import { applyFileWaivers } from '../../src/review/file-waivers.ts';
import { ruleNames } from '../../src/review/names.ts';
import { positionsIn } from '../../src/review/positions.ts';
import { rules } from '../../src/rules/all.ts';

const names = ruleNames(rules);
const floating = 'compose/image-tag-floating';
const scope = { names, ran: new Set([floating]), today: '2026-06-30', positions: positionsIn(new Map()) };

function finding(file: string, object = 'service web'): Finding {
  return {
    rule: floating,
    aliases: [],
    severity: 'medium',
    confidence: 'certain',
    at: { file, start: 0, end: 1 },
    object,
    message: 'x',
    related: [],
    fix: undefined,
    waived: undefined,
    fingerprint: '',
  };
}

function fileOf(text: string, file = 'seaworthy.waivers.yaml'): WaiverFile {
  return readWaiverFile(file, text);
}

const entry = (more: string) =>
  `waivers:\n  - { rule: ${floating}, reason: pinned by the mirror, ${more} }\n`;

describe('a waiver of the file', () => {
  test.each([
    ['reaches every file without a path', '', ['a/compose.yaml', 'compose.yaml'], [true, true]],
    ['reaches the named file', 'path: a/compose.yaml', ['a/compose.yaml', 'compose.yaml'], [true, false]],
    ['reaches a folder', 'path: a/', ['a/compose.yaml', 'b/compose.yaml'], [true, false]],
    ['reaches what a pattern means', 'path: "**/dev.yaml"', ['a/b/dev.yaml', 'a/prod.yaml'], [true, false]],
    ['may name the object', 'object: service db', ['compose.yaml'], [false]],
    ['counts on its last day', 'expires: 2026-06-30', ['compose.yaml'], [true]],
    ['does not count after it', 'expires: 2026-06-29', ['compose.yaml'], [false]],
  ])('%s', (_name, more, files, expected) => {
    const found = files.map((file) => finding(file));
    const { findings } = applyFileWaivers(found, [fileOf(entry(more))], scope);
    expect(findings.map(({ waived }) => waived !== undefined)).toEqual(expected);
  });

  test('reaches only below its own folder', () => {
    const waivers = [fileOf(entry(''), 'apps/shop/seaworthy.waivers.yaml')];
    const { findings } = applyFileWaivers(
      [finding('compose.yaml'), finding('apps/shop/x.yaml')],
      waivers,
      scope,
    );
    expect(findings.map(({ waived }) => waived !== undefined)).toEqual([false, true]);
  });

  test('says who, why and until when', () => {
    const [one] = applyFileWaivers(
      [finding('compose.yaml')],
      [fileOf(entry('owner: ana, expires: 2026-12-01'))],
      scope,
    ).findings;
    expect(one?.waived).toMatchObject({
      owner: 'ana',
      reason: 'pinned by the mirror',
      expires: '2026-12-01',
    });
  });

  test.each([
    [
      'that ended',
      'expires: 2026-01-31, owner: ana',
      'expired',
      `the waiver of ${floating} by ana has ended on 2026-01-31`,
    ],
    ['that meets nothing', 'path: b.yaml', 'unused', `the waiver of ${floating} meets no finding`],
  ] as const)('%s is reported', (_name, more, kind, message) => {
    const result = applyFileWaivers([finding('a.yaml')], [fileOf(entry(more))], scope);
    expect(result[kind].map((problem) => problem.message)).toEqual([message]);
  });
});

describe('the waiver file', () => {
  test.each([
    ['rule is needed', 'waivers:\n  - { reason: x }\n', 'waivers[0] has no rule, so it does not count'],
    ['reason is needed', 'waivers:\n  - { rule: x }\n', 'waivers[0] has no reason, so it does not count'],
    [
      'dates are days of the calendar',
      'waivers:\n  - { rule: x, reason: y, expires: 2026-02-30 }\n',
      'waivers[0].expires must be a date such as 2026-12-31, found "2026-02-30"',
    ],
    [
      'keys are known',
      'waivers:\n  - { rule: x, reason: y, until: 2026-01-01 }\n',
      'waivers[0] has an unknown key "until"',
    ],
  ])('%s', (_name, text, message) => {
    const { waivers, problems } = fileOf(text);
    expect(problems.map((problem) => problem.message)).toEqual([message]);
    const kept: readonly FileWaiver[] = waivers;
    expect(kept.length).toBe(message.includes('no ') ? 0 : 1);
  });
});
