// Facts of a Python file.
import type { ScannedSource } from '../scan.ts';
import { addEnvRead, addUrls, isSignal, newScan, type SourceScan, spanOf } from '../scan.ts';
import { addSecrets } from '../secrets.ts';
import { isMark, isWhole, matches, tokenAt } from '../token.ts';
import { readExposure } from './exposures.ts';
import { importsOf, loadsOf } from './imports.ts';
import { readListen } from './listens.ts';
import { readRoute } from './routes.ts';
import { readSettingsClass } from './settings-class.ts';
import { tokenizePython } from './tokens.ts';
import { type PythonNames, readAt, readNames, valueAt } from './value.ts';

export function readPython(file: string, text: string): ScannedSource {
  const scan = newScan(file, tokenizePython(text));
  const names = readNames(scan);
  addSecrets(scan, text, 'python');
  scan.tokens.forEach((token, index) => {
    if (token.kind === 'string') addUrls(scan, token);
    if (isMark(token, '@')) readRoute(scan, index + 1, true);
    if (token.kind !== 'name') return;
    readEnv(scan, names, index);
    readListen(scan, names, index);
    readRoute(scan, index, false);
    readSignal(scan, index);
    readExposure(scan, index);
    if (token.text === 'class') readSettingsClass(scan, names, index);
  });
  const facts = [...scan.facts].sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
  const source = { file, language: 'python', facts, imports: loadsOf(scan) } as const;
  const imports = importsOf(scan.tokens);
  return isProgram(scan) ? { source, imports, main: 'main' } : { source, imports };
}

/** `if __name__ == '__main__':` */
function isProgram({ tokens }: SourceScan): boolean {
  return tokens.some(
    (token, index) =>
      token.kind === 'name' && token.text === '__name__' && matches(tokens, index - 1, 'if', '__name__'),
  );
}

function readEnv(scan: SourceScan, names: PythonNames, index: number): void {
  const read = readAt(scan, index);
  if (read !== undefined) {
    const at = spanOf(scan, tokenAt(scan.tokens, index), read.last);
    const fallback =
      read.fallbackAt === undefined ? undefined : { text: valueAt(scan, names, read.fallbackAt).text };
    addEnvRead(scan, read.name, at, fallback);
    return;
  }
  readNamedCall(scan, names, index);
}

/** `env('X', default=…)`, `config('X')`, `env.str('X')` of environs, decouple and django-environ. */
function readNamedCall(scan: SourceScan, names: PythonNames, index: number): void {
  const { tokens } = scan;
  if (isMark(tokenAt(tokens, index - 1), '.') || matches(tokens, index - 1, 'def')) return;
  if (
    !/^(?:env|config|get_?env(?:_\w+)?|env_\w+|require_env|required_env)$/.test(tokenAt(tokens, index).text)
  )
    return;
  const isTyped = isMark(tokenAt(tokens, index + 1), '.') && isMark(tokenAt(tokens, index + 3), '(');
  const open = isTyped ? index + 3 : index + 1;
  const key = tokenAt(tokens, open + 1);
  if (!isMark(tokenAt(tokens, open), '(') || !isWhole(key) || !/^[A-Z][A-Z0-9_]+$/.test(key.text)) return;
  const hasSecond = isMark(tokenAt(tokens, open + 2), ',');
  const isDefault = matches(tokens, open + 3, 'default', '=');
  const isOther = !isDefault && isMark(tokenAt(tokens, open + 4), '=');
  const fallback =
    hasSecond && !isOther ? { text: valueAt(scan, names, isDefault ? open + 5 : open + 3).text } : undefined;
  addEnvRead(scan, key, spanOf(scan, key), fallback, 'possible');
}

/** `signal.signal(signal.SIGTERM, …)`, `loop.add_signal_handler(signal.SIGTERM, …)`. */
function readSignal(scan: SourceScan, index: number): void {
  const { tokens } = scan;
  const isHandler =
    matches(tokens, index, 'signal', '(') || matches(tokens, index, 'add_signal_handler', '(');
  if (!isHandler) return;
  const first = tokenAt(tokens, matches(tokens, index + 2, 'signal', '.') ? index + 4 : index + 2);
  if (first.kind !== 'name' || !isSignal(first.text)) return;
  scan.facts.push({ kind: 'signal', signal: first.text, at: spanOf(scan, first), confidence: 'certain' });
}
