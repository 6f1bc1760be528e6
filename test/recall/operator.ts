// One kind of defect: in which files it can be, and what a text looks like that has it.

/** A text with one defect in it, and what was there. */
export interface Broken {
  readonly was: string;
  readonly text: string;
}

export interface Operator {
  readonly name: string;
  readonly fits: (path: string) => boolean;
  readonly broken: (text: string) => readonly Broken[];
}

type Change = (word: string) => string;

export const suffixed: Change = (word) => `${word}x`;
/** `app.py` as `appx.py`. */
export const off: Change = (word) => word.replace(/(?=\.\w+$)/, 'x');
export const ports: Change = () => '3999';

/** Changes the first group of each match. */
export function defect(
  name: string,
  fits: Operator['fits'],
  pattern: RegExp,
  change: Change,
  isOne: (text: string, word: string) => boolean = () => true,
): Operator {
  return {
    name,
    fits,
    broken: (text) =>
      [...text.matchAll(pattern)].flatMap((match) => {
        const [all, word = ''] = match;
        if (!isOne(text, word)) return [];
        const start = match.index + all.lastIndexOf(word);
        return [
          { was: all.trim(), text: text.slice(0, start) + change(word) + text.slice(start + word.length) },
        ];
      }),
  };
}

/** The same behind the first match of a pattern. */
export function within(
  name: string,
  fits: Operator['fits'],
  from: RegExp,
  pattern: RegExp,
  change: Change,
): Operator {
  const inner = defect(name, fits, pattern, change);
  return {
    name,
    fits,
    broken: (text) => {
      const start = text.search(from);
      if (start === -1) return [];
      const head = text.slice(0, start);
      return inner.broken(text.slice(start)).map(({ was, text: tail }) => ({ was, text: head + tail }));
    },
  };
}
