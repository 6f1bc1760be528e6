// What a text says of things that its own examples do otherwise.
import type { Found } from './claim.ts';
import type { ProseLine } from './prose.ts';
import { stems } from './stems.ts';

/** A heading `No X` over a line that says `basic X`. */
export function noneAndSome(lines: readonly ProseLine[]): readonly Found[] {
  return lines.flatMap((heading): readonly Found[] => {
    const match =
      heading.kind === 'heading' ? /^(?:\d+\.\s*)?No ([A-Z][\w/ -]+?)(?:\s*\(|$)/.exec(heading.text) : null;
    if (match === null) return [];
    const subject = stems(match[1] ?? '');
    const some = lines.find(({ kind, text, under, line }) => {
      if (kind === 'code' || line === heading.line || !under.includes(heading.line)) return false;
      const basic = /\b(?:basic|only basic|limited)\s+([\w -]+?)(?:\s+only\b|\s+don|\s+do\b|$)/i.exec(text);
      return basic !== null && [...stems(basic[1] ?? '')].filter((stem) => subject.has(stem)).length >= 2;
    });
    return some === undefined
      ? []
      : [
          {
            line: heading.line,
            word: 'partly',
            because: `line ${some.line} says that there is some: ${some.text}`,
          },
        ];
  });
}

/** What a text advises against, and how its own code would do it all the same. */
const practices: readonly (readonly [advice: RegExp, code: RegExp])[] = [
  [
    /\binstead of ['"]?latest\b|\b(?:avoid|never use|do not use|don't use)\b[^.]*\blatest\b/i,
    /^\s*image:\s*\S+:latest\b/,
  ],
  [
    /\bhard-?coded (?:configuration|credentials|passwords?|secrets?|values)\b/i,
    /^\s*-?\s*[A-Z_]*(?:PASSWORD|SECRET|TOKEN)[:=]\s*['"]?[\w-]{3,}['"]?\s*$/,
  ],
];

export function ownAdvice(lines: readonly ProseLine[]): readonly Found[] {
  return practices.flatMap(([advised, done]): readonly Found[] => {
    const advice = lines.find(({ kind, text }) => kind !== 'code' && advised.test(text));
    const used = lines.find(
      ({ kind, text, line }) =>
        kind === 'code' && advice !== undefined && line > advice.line && done.test(text),
    );
    if (advice === undefined || used === undefined) return [];
    const because = `line ${used.line} does it itself: ${used.text.trim()}`;
    return [{ line: advice.line, word: 'partly', because }];
  });
}

/** How far below a comment the code may stand that it speaks of. */
const nearLines = 4;

/** A comment that names one program over code that uses another, or memory over a file. */
export function commentAndCode(lines: readonly ProseLine[]): readonly Found[] {
  return lines.flatMap((comment): readonly Found[] => {
    if (comment.kind !== 'code' || !/^\s*#/.test(comment.text)) return [];
    const below = lines.filter(
      ({ kind, line }) => kind === 'code' && line > comment.line && line <= comment.line + nearLines,
    );
    const other = otherProgram(comment.text, below) ?? otherPlace(comment.text, below);
    if (other === undefined) return [];
    const because = `line ${other.line} does otherwise: ${other.text.trim()}`;
    return [{ line: comment.line, word: 'partly', because }];
  });
}

function otherProgram(comment: string, below: readonly ProseLine[]): ProseLine | undefined {
  const named = /#\s*Use (?:an? |the )?(?:embedded |in-memory |lightweight )?([A-Z][A-Za-z0-9]+)\b/.exec(
    comment,
  );
  const image = below.find(({ text }) => /^\s*image:\s*\S/.test(text));
  // `MongoDB` is the image `mongo`.
  const stem = named?.[1]?.toLowerCase().slice(0, 5);
  return stem === undefined || image?.text.toLowerCase().includes(stem) === true ? undefined : image;
}

function otherPlace(comment: string, below: readonly ProseLine[]): ProseLine | undefined {
  if (!/\bin-memory\b/i.test(comment)) return undefined;
  return below.find(({ text }) => /\bsqlite:\/\/\/(?!:memory:)\S*\.\w+/.test(text));
}
