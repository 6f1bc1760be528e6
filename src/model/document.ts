// Markdown documents, as far as they tell people what to type and where services answer.
import type { Located, Span } from '../base/span.ts';
import type { Script, ScriptCommand } from './script.ts';

export interface Document {
  readonly file: string;
  /** `# …` at the top. */
  readonly title: string | undefined;
  readonly blocks: readonly CodeBlock[];
  readonly tables: readonly Table[];
  readonly addresses: readonly LocalAddress[];
  /** All blocks together, as one script. */
  readonly script: Script;
}

/** A fenced block of shell commands. */
export interface CodeBlock {
  readonly span: Span;
  readonly commands: readonly ScriptCommand[];
  /** Counts the headings above it. */
  readonly section: number;
}

/** `http://localhost:3000`, in prose or in a block. */
export interface LocalAddress {
  readonly port: number;
  readonly span: Span;
  readonly section: number;
}

export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly Located<string>[])[];
}
