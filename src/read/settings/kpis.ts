// KPIs of the settings.
import type { Located } from '../../base/span.ts';
import { nearest } from '../../base/text.ts';
import type { ReadProblem } from '../../model/artifact.ts';
import { type ChangeAssertion, changeMeasures, type KpiSetting } from '../../model/kpi.ts';
import { present } from './present.ts';
import type { KpiKeys } from './tables.ts';

export function kpisOf(keys: KpiKeys | undefined, problems: ReadProblem[]): KpiSetting {
  const { p95, uptime, use, healthy, setup, pull, start, total, memory, cpu, images, change } = keys ?? {};
  return {
    p95Ms: p95,
    uptime,
    use,
    healthy,
    ...present({ setupMs: setup, pullMs: pull, startMs: start, totalMs: total, memory, cpu, images }),
    ...(change === undefined ? {} : { change: change.flatMap((one) => changeOf(one, problems)) }),
  };
}

const form = /^(\w+)\s+(?:(smaller|larger)\s+by\s+(at\s+most\s+)?)(\d+(?:\.\d+)?)\s*%$/;

function changeOf({ value, span }: Located<string>, problems: ReadProblem[]): readonly ChangeAssertion[] {
  const [, word = '', direction, atMost, digits] = form.exec(value.trim()) ?? [];
  const report = (message: string, hint: string) => {
    problems.push({
      code: 'invalid-value',
      message: `kpis.change ${JSON.stringify(value)}: ${message}`,
      span,
      hint,
    });
    return [];
  };
  const isSmaller = direction === 'smaller' && atMost === undefined;
  const isBound = direction === 'larger' && atMost !== undefined;
  if (!isSmaller && !isBound) {
    return report('it is not understood', 'Write `memory smaller by 20%` or `total larger by at most 10%`.');
  }
  const measure = changeMeasures.find((one) => one === word);
  if (measure === undefined) {
    const guess = nearest(word, changeMeasures);
    const hint =
      guess === undefined ? `It is one of ${changeMeasures.join(', ')}.` : `Did you mean ${guess}?`;
    return report(`${word} is not measured`, hint);
  }
  const share = Number(digits) / 100;
  if (isSmaller && share >= 1) return report('nothing is smaller by all of itself', 'Stay below 100%.');
  return [{ text: value.trim(), measure, factor: isSmaller ? 1 - share : 1 + share, span }];
}
