// Grades: issues that are called critical, and plans that put what is grave behind what is not.
import type { Found } from './claim.ts';
import type { ProseLine } from './prose.ts';
import { stems } from './stems.ts';

/** `Critical issues` of which none is critical. */
export function gravest(lines: readonly ProseLine[]): readonly Found[] {
  return lines.flatMap((heading): readonly Found[] => {
    if (heading.kind !== 'heading' || !/\bcritical\b.*\bissues\b/i.test(heading.text)) return [];
    const said = lines
      .filter(({ under, label }) => under.includes(heading.line) && /^severity$/i.test(label))
      .map(({ text }) => text.split(':')[1]?.trim().toLowerCase() ?? '');
    if (said.length === 0 || said.some((word) => word.startsWith('critical'))) return [];
    const amounts = [...new Set(said)].map((word) => `${said.filter((one) => one === word).length} ${word}`);
    const because = `of the ${said.length} issues below line ${heading.line} none is critical: ${amounts.join(', ')}`;
    const again = lines.filter(
      ({ kind, text, line }) =>
        kind !== 'code' &&
        line !== heading.line &&
        /\bcritical (?:\w+ )?issues (?:(?:were|are|have been) )?(?:identified|found)\b/i.test(text),
    );
    return [heading, ...again].map(({ line }) => ({ line, word: 'false', because }));
  });
}

const grades: readonly string[] = ['critical', 'high', 'medium', 'low'];

/** A list of priorities in which something stands behind what another line grades lower. */
export function againstGrades(lines: readonly ProseLine[]): readonly Found[] {
  const graded = lines.flatMap((heading) => {
    const match =
      heading.kind === 'heading'
        ? /^(?:\d+\.\s*)?(.+?)\s*\((critical|high|medium|low)\)$/i.exec(heading.text)
        : null;
    const grade = grades.indexOf(match?.[2]?.toLowerCase() ?? '');
    return match === null
      ? []
      : [{ line: heading.line, grade, subject: stems((match[1] ?? '').replace(/^No\b/, '')) }];
  });
  return prioritiesIn(lines).flatMap((items) => {
    const placed = items.flatMap((item) => {
      const own = gradedAs(item, graded);
      return own === undefined ? [] : [{ item, ...own }];
    });
    return placed.flatMap(({ item, line, grade }, index): readonly Found[] => {
      const before = placed.slice(0, index).find((one) => one.grade > grade);
      if (before === undefined) return [];
      const because = `line ${line} grades it ${grades[grade]}, and it stands behind what line ${before.line} grades ${grades[before.grade]}`;
      return [{ line: item.line, word: 'partly', because }];
    });
  });
}

/** Numbered lists right below a line that speaks of priority. */
function prioritiesIn(lines: readonly ProseLine[]): readonly (readonly ProseLine[])[] {
  return lines.flatMap((head, index) => {
    if (head.kind === 'code' || head.kind === 'item' || !/\bpriorit(?:y|ies)\b.*:?$/i.test(head.text))
      return [];
    const rest = lines.slice(index + 1);
    const end = rest.findIndex(({ kind, ordinal }) => kind !== 'item' || ordinal === undefined);
    const items = end === -1 ? rest : rest.slice(0, end);
    return items.length < 2 ? [] : [items];
  });
}

interface Graded {
  readonly line: number;
  readonly grade: number;
  readonly subject: ReadonlySet<string>;
}

/** The heading that shares most words with the item: two at least, or all that it has. */
function gradedAs({ text }: ProseLine, graded: readonly Graded[]): Graded | undefined {
  const own = stems(text);
  const shared = ({ subject }: Graded) => [...subject].filter((stem) => own.has(stem)).length;
  const best = graded.reduce<Graded | undefined>(
    (most, one) => (shared(one) > (most === undefined ? 0 : shared(most)) ? one : most),
    undefined,
  );
  return best !== undefined && shared(best) >= Math.min(2, best.subject.size) ? best : undefined;
}
