// One word for the whole, with the sum that leads to it.
import {
  type Confidence,
  confidences,
  type Finding,
  type Risk,
  type Severity,
  severities,
} from '../model/finding.ts';

/** Points in hundredths, so that sums are exact. */
const points: Readonly<Record<Severity, number>> = {
  critical: 2500,
  high: 800,
  medium: 200,
  low: 50,
  info: 0,
};

/** Percent that counts of a finding's points. */
const weights: Readonly<Record<Confidence, number>> = { certain: 100, likely: 70, possible: 30 };

const highFrom = 4000;
const mediumFrom = 1000;

/** The risk of what is not waived. A certain critical finding is HIGH whatever the sum. */
export function riskOf(findings: readonly Finding[]): Risk {
  const counts = new Map<string, number>();
  for (const finding of findings) {
    if (finding.waived !== undefined) continue;
    const key = `${finding.severity} ${finding.confidence}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const terms: string[] = [];
  let sum = 0;
  for (const severity of severities) {
    for (const confidence of confidences) {
      const amount = counts.get(`${severity} ${confidence}`) ?? 0;
      if (amount === 0 || points[severity] === 0) continue;
      sum += (amount * points[severity] * weights[confidence]) / 100;
      terms.push(term(amount, severity, confidence));
    }
  }
  const alone = sum < highFrom && counts.has('critical certain');
  const word = alone || sum >= highFrom ? 'HIGH' : sum >= mediumFrom ? 'MEDIUM' : 'LOW';
  const total = `${terms.length === 0 ? 'nothing that counts' : terms.join(' + ')} = ${sum / 100}`;
  return {
    word,
    points: sum / 100,
    because: alone ? `${total}; a certain critical is HIGH by itself` : total,
  };
}

/** `2 high × 8`, `1 likely high × 8 × 0.7`. */
function term(amount: number, severity: Severity, confidence: Confidence): string {
  const product = `${severity} × ${points[severity] / 100}`;
  return confidence === 'certain'
    ? `${amount} ${product}`
    : `${amount} ${confidence} ${product} × ${weights[confidence] / 100}`;
}
