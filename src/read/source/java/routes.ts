// Routes of Spring and JAX-RS.
import { addRoute, type SourceScan } from '../scan.ts';
import { isMark, isWhole, type Token, tokenAt } from '../token.ts';

/** The path that a controller's class puts before those of its methods: `@RequestMapping("/api")` above `class`. */
export function readPrefix(scan: SourceScan): string {
  const { tokens } = scan;
  const end = tokens.findIndex(({ kind, text }) => kind === 'name' && /^(?:class|interface)$/.test(text));
  for (let at = 0; at < end; at++) {
    if (!isMark(tokenAt(tokens, at), '@') || !/^(?:RequestMapping|Path)$/.test(tokenAt(tokens, at + 1).text))
      continue;
    return pathAt(scan, at + 1)?.text.replace(/\/$/, '') ?? '';
  }
  return '';
}

const methods: Readonly<Record<string, string | undefined>> = {
  GetMapping: 'GET',
  PostMapping: 'POST',
  PutMapping: 'PUT',
  DeleteMapping: 'DELETE',
  PatchMapping: 'PATCH',
  RequestMapping: undefined,
  Path: undefined,
};

/** `@GetMapping("/x")`, `@RequestMapping(value = "/x", method = …)`, with the name at `index`. */
export function readMapping(scan: SourceScan, index: number, prefix: string): void {
  const name = tokenAt(scan.tokens, index).text;
  if (!Object.hasOwn(methods, name)) return;
  const path = pathAt(scan, index);
  if (path === undefined) return;
  const text =
    path.text === prefix ? path.text : `${prefix}${path.text.startsWith('/') ? '' : '/'}${path.text}`;
  addRoute(scan, methods[name], { ...path, text: text.startsWith('/') ? text : `/${text}` }, 'likely');
}

function pathAt(scan: SourceScan, index: number): Token | undefined {
  const { tokens } = scan;
  if (!isMark(tokenAt(tokens, index + 1), '(')) return undefined;
  let at = index + 2;
  if (/^(?:value|path)$/.test(tokenAt(tokens, at).text) && isMark(tokenAt(tokens, at + 1), '=')) at += 2;
  if (isMark(tokenAt(tokens, at), '{')) at += 1;
  return isWhole(tokenAt(tokens, at)) ? tokenAt(tokens, at) : undefined;
}
