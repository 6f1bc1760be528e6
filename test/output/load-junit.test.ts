import { describe, expect, it } from 'vitest';
import { loadJunit } from '../../src/output/load-junit.ts';
import { readSettings } from '../../src/read/settings/settings.ts';
import { loadResult } from '../../src/verify/load/result.ts';
import { Tally } from '../../src/verify/load/tally.ts';

/** A test of 400 requests, each of which took 50 ms; four failed. */
function result(thresholds: string) {
  const text = `load: [{ name: browse, target: "http://api/", rate: 100/s, duration: 4s${thresholds} }]`;
  const [setting] = readSettings('seaworthy.yaml', text).load;
  if (setting === undefined) throw new Error(text);
  const tally = new Tally(['browse']);
  for (let n = 0; n < 400; n++) tally.add(0, 0, 50, n % 100 === 0 ? 'status 500' : undefined);
  const { all, targets, seconds } = tally;
  const counted = { due: 400, missed: 0, late: 0, queued: 0, discarded: 0, interrupted: false };
  return loadResult(setting, {
    at: '2026-01-01T00:00:00.000Z',
    countedMs: 4000,
    ...counted,
    all,
    targets,
    seconds,
  });
}

describe('load tests as JUnit', () => {
  it('a suite a test, a case a threshold', () => {
    const junit = loadJunit([result(', thresholds: ["p(95)<200", "p(50)<40", "p(99)<100"]')]);
    expect(junit).toContain(
      '<testsuites name="seaworthy load" tests="3" failures="1" errors="1" time="4.000">',
    );
    expect(junit).toContain('<property name="requests" value="400"/><property name="failed" value="4"/>');
    expect(junit).toContain('<testcase classname="load.browse" name="p(95)&lt;200"/>');
    expect(junit).toContain(
      '<testcase classname="load.browse" name="p(50)&lt;40"><failure message="50ms"/></testcase>',
    );
    // Too few samples for this one: neither yes nor no.
    expect(junit).toContain('name="p(99)&lt;100"><error message="50ms, but of 400 samples; it takes 1000"/>');
  });

  it('nothing was run', () => {
    expect(loadJunit([])).toContain('tests="0" failures="0" errors="0" time="0.000">\n</testsuites>');
  });
});
