// The reader for each language.
import type { SourceFile } from '../../model/source.ts';
import { languageOf } from '../artifact-kind.ts';
import { readGo } from './go/go.ts';
import { readJava } from './java/java.ts';
import { isSpringProperties, readSpringProperties } from './java/properties.ts';
import { readJavascript } from './javascript/javascript.ts';
import { readPython } from './python/python.ts';
import type { ScannedSource } from './scan.ts';

/** Facts of a source file; undefined for a language whose code is not read yet. */
export function scanSource(file: string, text: string): ScannedSource | undefined {
  if (isSpringProperties(file)) return readSpringProperties(file, text);
  switch (languageOf(file)) {
    case 'javascript':
      return readJavascript(file, text);
    case 'python':
      return readPython(file, text);
    case 'go':
      return readGo(file, text);
    case 'java':
      return readJava(file, text);
    default:
      return undefined;
  }
}

export function readSource(file: string, text: string): SourceFile | undefined {
  return scanSource(file, text)?.source;
}
