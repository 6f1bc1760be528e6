// A look at the disk that stays as it is while a project is read again and again, each time with other texts in some of
// its files: what was asked once is not asked again, and whatever others write meanwhile is not seen.
import type { Stats } from 'node:fs';

interface View {
  /** What a file says instead, under all its names. */
  readonly texts: Map<string, Buffer>;
}

let view: View | undefined;

/** From here on, until it is closed. */
export function openView(): void {
  view = { texts: new Map() };
}

export function closeView(): void {
  view = undefined;
}

export function isInView(): boolean {
  return view !== undefined;
}

/** The same for all names of one file, behind links too. */
export function identityOf({ dev, ino }: Pick<Stats, 'dev' | 'ino'>): string {
  return `${dev}:${ino}`;
}

/** From here on these files say this, and all others what they said. */
export function overlay(texts: Iterable<readonly [identity: string, bytes: Buffer]>): void {
  if (view === undefined) return;
  view.texts.clear();
  for (const [identity, bytes] of texts) view.texts.set(identity, bytes);
}

export function overlaid(stats: Stats): Buffer | undefined {
  return view === undefined || view.texts.size === 0 ? undefined : view.texts.get(identityOf(stats));
}

type Kept<T> = { readonly value: T } | { readonly error: unknown };

/** Gives the first answer to a question again, within one view. */
export function remembering<T>(): (question: string, ask: () => T) => T {
  let of: View | undefined;
  const known = new Map<string, Kept<T>>();
  return (question, ask) => {
    if (of !== view) known.clear();
    of = view;
    if (view === undefined) return ask();
    const answer = known.get(question) ?? attempt(ask);
    known.set(question, answer);
    if ('error' in answer) throw answer.error;
    return answer.value;
  };
}

function attempt<T>(ask: () => T): Kept<T> {
  try {
    return { value: ask() };
  } catch (error) {
    return { error };
  }
}

/** Makes something of a text, within one view once for each text that a file has. */
export function onceForText<T>(make: (file: string, text: string) => T): (file: string, text: string) => T {
  let of: View | undefined;
  const known = new Map<string, { readonly text: string; readonly made: T }>();
  return (file, text) => {
    if (of !== view) known.clear();
    of = view;
    if (view === undefined) return make(file, text);
    const before = known.get(file);
    if (before?.text === text) return before.made;
    const made = make(file, text);
    known.set(file, { text, made });
    return made;
  };
}

export type ReadText = (file: string) => string | undefined;

/** The same for what is made of many texts: made again when one of those that it has read differs. */
export function onceForTexts<T>(): (name: string, read: ReadText, make: (read: ReadText) => T) => T {
  let of: View | undefined;
  const known = new Map<
    string,
    { readonly texts: ReadonlyMap<string, string | undefined>; readonly made: T }
  >();
  return (name, read, make) => {
    if (of !== view) known.clear();
    of = view;
    if (view === undefined) return make(read);
    const before = known.get(name);
    if (before !== undefined && [...before.texts].every(([file, text]) => read(file) === text))
      return before.made;
    const texts = new Map<string, string | undefined>();
    const made = make((file) => {
      const text = read(file);
      texts.set(file, text);
      return text;
    });
    known.set(name, { texts, made });
    return made;
  };
}
