import { describe, expect, it } from 'vitest';
import { parseThreshold } from '../../../src/read/settings/threshold.ts';
import { judge } from '../../../src/verify/load/judge.ts';
import { Tally } from '../../../src/verify/load/tally.ts';

/** `fast` answers of 10 ms, `slow` ones of 500 ms, `failed` of the fast ones with status 500, in 10 s. */
function measured(fast: number, slow: number, failed = 0, interrupted = false) {
  const tally = new Tally(['browse', 'buy']);
  for (let n = 0; n < fast; n++) tally.add(0, 0, 10, n < failed ? 'status 500' : undefined);
  for (let n = 0; n < slow; n++) tally.add(1, 0, 500, undefined);
  const { all, targets, seconds } = tally;
  const ours = { missed: 0, late: 0, queued: 0, discarded: 0, interrupted };
  return { at: '', countedMs: 10_000, due: fast + slow, all, targets, seconds, ...ours };
}

function judged(text: string, of: ReturnType<typeof measured>) {
  const parsed = parseThreshold(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return judge(parsed.threshold, of);
}

describe('a threshold', () => {
  const many = measured(1960, 40, 10);
  const cases = [
    ['p(95)<200', many, 'pass', '10ms'],
    ['p(99) < 200', many, 'fail', '500ms'],
    ['p95<200', many, 'pass', '10ms'],
    ['http_req_duration: p(99)<1s', many, 'pass', '500ms'],
    ['http_req_duration{target:buy}: max<=0.5s', many, 'pass', '500ms'],
    ['avg<20ms', many, 'pass', '19.8ms'],
    ['med<5', many, 'fail', '10ms'],
    ['http_req_failed: rate<0.01', many, 'pass', '0.5%'],
    ['error_rate<0.1%', many, 'fail', '0.5%'],
    ['success_rate>99%', many, 'pass', '99.5%'],
    ['http_reqs: rate>=200', many, 'pass', '200/s'],
    ['throughput>250/s', many, 'fail', '200/s'],
    ['requests==2000', many, 'pass', '2000'],
    ['dropped_iterations: rate<1%', many, 'pass', '0%'],
  ] as const;
  it.each(cases)('%s', (text, of, outcome, reason) => {
    expect(judged(text, of)).toMatchObject({ outcome, reason });
  });

  const few = [
    ['p(95)<200', measured(199, 0), 'inconclusive', '10ms, but of 199 samples; it takes 200'],
    ['p(95)<200', measured(200, 0), 'pass', '10ms'],
    ['p(99)<200', measured(999, 0), 'inconclusive', '10ms, but of 999 samples; it takes 1000'],
    ['p(99)<200', measured(10, 5), 'inconclusive', '500ms, but of 15 samples; it takes 1000'],
    ['p(99)<200', measured(10, 10), 'fail', '500ms'],
    ['error_rate<0.01', measured(299, 0), 'inconclusive', '0%, but of 299 samples; it takes 300'],
    ['error_rate<0.01', measured(20, 0, 9), 'inconclusive', '45%, but of 20 samples; it takes 300'],
    ['error_rate<0.01', measured(20, 0, 10), 'fail', '50%'],
    ['error_rate<=0', measured(30, 0), 'pass', '0%'],
    ['avg<100', measured(29, 0), 'inconclusive', '10ms, but of 29 samples; it takes 30'],
    ['p(95)<200', measured(0, 0), 'inconclusive', 'nothing was measured'],
    [
      'http_req_duration{target:sell}: p(95)<200',
      measured(300, 0),
      'inconclusive',
      'no target is named sell',
    ],
    ['p(95)<200', measured(300, 0, 0, true), 'inconclusive', '10ms when the test was interrupted'],
    ['p(95)<5', measured(300, 0, 0, true), 'fail', '10ms'],
  ] as const;
  it.each(few)('%s of few samples', (text, of, outcome, reason) => {
    expect(judged(text, of)).toMatchObject({ outcome, reason });
  });

  it('does not blame the server for what the generator was late', () => {
    const late = (own: number) => {
      const tally = new Tally(['browse']);
      for (let n = 0; n < 300; n++) tally.add(0, 0, 250, undefined, own);
      const { all, targets, seconds } = tally;
      return { ...measured(1, 0), all, targets, seconds };
    };
    expect(judged('p(95)<200', late(100))).toMatchObject({
      outcome: 'inconclusive',
      reason: '150ms, but 250ms with what this machine was late',
    });
    expect(judged('p(95)<200', late(20)).outcome).toBe('fail');
    expect(judged('p(95)<300', late(100)).outcome).toBe('pass');
  });

  it.each([
    ['pp(95)<200', 'pp(95) is not known: did you mean p(95)?'],
    ['eror_rate<0.01', 'eror_rate is not known: did you mean error_rate?'],
    ['http_req_fail: rate<1%', 'http_req_fail is not known: did you mean http_req_failed?'],
    ['p(101)<200', /p\(101\) is not/],
    ['p(95)', 'it has not the form p(95)<200 or error_rate<0.01'],
    ['p(95)<200kg', '200kg is no time (200 is milliseconds; 200ms and 1.5s may be written)'],
    ['error_rate<5', '5 is no share (0.01 or 1%)'],
  ])('%s is refused', (text, problem) => {
    const parsed = parseThreshold(text);
    expect(parsed).toEqual({
      problem: typeof problem === 'string' ? problem : expect.stringMatching(problem),
    });
  });
});
