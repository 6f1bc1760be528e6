// What is said of the backups of a data store.
import type { Span } from '../base/span.ts';

export interface BackupSetting {
  readonly service: string;
  readonly span: Span;
  /** How often one is made. */
  readonly everyMs: number | undefined;
  /** How long each is kept. */
  readonly keepMs: number | undefined;
  /** Words of a command that restores the newest copy into a store of its own and says what came back. */
  readonly restore: readonly string[] | undefined;
  readonly withinMs: number;
  /** Pattern of the line that says what came back; that of the generated scripts when undefined. */
  readonly restored: string | undefined;
}

export const restoreWithinMs = 30 * 60_000;
