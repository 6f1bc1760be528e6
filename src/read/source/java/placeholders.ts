// Spring's `${NAME:default}`, in annotations and in properties.
import { type Span, span } from '../../../base/span.ts';
import type { SourceScan } from '../scan.ts';

const placeholder =
  /\$\{([A-Za-z_][\w.-]{0,100})(?::([^${}]{0,500}|[^${}]{0,200}\$\{[^${}]{0,200}\}[^${}]{0,200}))?\}/g;

/**
 * Adds the variables that a text names; `start` is where the text stands in the file. Names of properties, which are
 * written small, are set in other properties and are left out.
 */
export function addPlaceholders(
  scan: Pick<SourceScan, 'file' | 'facts'>,
  text: string,
  at: Span,
  start: number,
): void {
  for (const match of text.matchAll(placeholder)) {
    const [all, name = '', given] = match;
    if (!/^[A-Z_][A-Z0-9_]*$/.test(name)) continue;
    scan.facts.push({
      kind: 'env-read',
      name,
      hasDefault: given !== undefined,
      defaultValue: given?.includes('$') === true ? undefined : given,
      at: start < 0 ? at : span(scan.file, start + match.index, start + match.index + all.length),
      confidence: 'certain',
    });
  }
}
