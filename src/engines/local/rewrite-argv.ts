// The words of a command: like any text, and flags whose value is the next word.
import { type AddressBook, rewriteText } from './rewrite.ts';

const portFlag = /^(?:--?[\w-]*port|-p|-P|http\.server|runserver)$/i;
const hostFlag = /^--?[\w-]*(?:host|bind|address|listen)$/i;

export function rewriteArgv(
  argv: readonly string[],
  book: AddressBook,
): { readonly argv: readonly string[]; readonly moved: readonly number[] } {
  const moved: number[] = [];
  const words = argv.map((word, at) => {
    const before = argv[at - 1] ?? '';
    const own = book.own[word];
    if (own !== undefined && portFlag.test(before)) {
      moved.push(Number(word));
      return String(own);
    }
    if ((word === '0.0.0.0' || word === '::') && hostFlag.test(before)) return '127.0.0.1';
    // An option's name is no address, and `-p` alone must not be joined with anything.
    const { text, moved: named } = rewriteText(word, book);
    moved.push(...named);
    return text;
  });
  return { argv: words, moved };
}
