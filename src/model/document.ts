// Markdown documents, as far as they tell people what to type and where services answer.
import type { Located, Span } from '../base/span.ts';
import type { Script, ScriptCommand } from './script.ts';

export interface Document {
  readonly file: string;
  /** `# …` at the top. */
  readonly title: string | undefined;
  readonly blocks: readonly CodeBlock[];
  readonly tables: readonly Table[];
  /** All blocks together, as one script. */
  readonly script: Script;
}

/** A fenced block of shell commands. */
export interface CodeBlock {
  readonly span: Span;
  readonly commands: readonly ScriptCommand[];
  /** The heading above it. */
  readonly heading: string;
}

export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly Located<string>[])[];
}
