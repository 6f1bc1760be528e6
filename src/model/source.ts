// Facts found by scanning source text, without running it. Each says how sure it is.
import type { Span } from '../base/span.ts';
import type { Confidence, Severity } from './finding.ts';

export type Language = 'javascript' | 'python' | 'go' | 'java';

/**
 * What code opens to whoever reaches it: a debugger that runs code, error pages with settings, every management
 * endpoint, or answers to any other site with the visitor's cookies.
 */
export type Exposure = 'debugger' | 'debug-pages' | 'management' | 'cors-credentials';

export type SourceFact =
  | {
      readonly kind: 'env-read';
      readonly name: string;
      readonly hasDefault: boolean;
      readonly defaultValue: string | undefined;
      readonly at: Span;
      readonly confidence: Confidence;
    }
  | {
      readonly kind: 'listen';
      readonly port: number;
      readonly host: string | undefined /** Variable that may change it. */;
      readonly variable: string | undefined;
      readonly at: Span;
      readonly confidence: Confidence;
    }
  | {
      readonly kind: 'route';
      readonly method: string | undefined;
      readonly path: string;
      readonly at: Span;
      readonly confidence: Confidence;
    }
  | { readonly kind: 'signal'; readonly signal: string; readonly at: Span; readonly confidence: Confidence }
  | { readonly kind: 'exposure'; readonly what: Exposure; readonly at: Span; readonly confidence: Confidence }
  /** A credential as a literal. */
  | {
      readonly kind: 'secret';
      /** What it is, after "holds": `a GitHub token`. */
      readonly words: string;
      readonly severity: Severity;
      /** The credential itself. */
      readonly at: Span;
      readonly confidence: Confidence;
    }
  | {
      readonly kind: 'url';
      readonly host: string;
      readonly port: number | undefined;
      readonly at: Span;
      readonly confidence: Confidence;
    };

/** What a file takes from another one, or from a package, whenever it is loaded: not within a function or a `try`. */
export interface SourceImport {
  /** As written: `app.models`, `.db`. */
  readonly module: string;
  /** What is taken from it by name, as the module calls it. */
  readonly names: readonly string[];
  readonly at: Span;
}

export interface SourceFile {
  readonly file: string;
  readonly language: Language;
  readonly facts: readonly SourceFact[];
  /** Read for Python only. */
  readonly imports: readonly SourceImport[];
}
