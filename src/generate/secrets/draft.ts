// What comes together while the secrets of a stack are looked through.
import type { Edit } from '../../base/edit.ts';
import type { Stack } from '../../model/service.ts';
import { inFolder } from '../env/keys.ts';
import type { GeneratedFile, Given, Note } from '../generator.ts';
import type { Definition, Reference } from './compose-edits.ts';

export interface Draft {
  readonly given: Given;
  readonly stack: Stack;
  readonly files: GeneratedFile[];
  /** New values by env file and name. */
  readonly values: Map<string, Map<string, string>>;
  readonly edits: Edit[];
  readonly references: Reference[];
  readonly definitions: Definition[];
  readonly notes: Note[];
  /** Variables that were looked at, by file and name. */
  readonly told: Set<string>;
}

export function newDraft(given: Given, stack: Stack): Draft {
  return {
    given,
    stack,
    files: [],
    values: new Map(),
    edits: [],
    references: [],
    definitions: [],
    notes: [],
    told: new Set(),
  };
}

/** `.env.production` for an environment, else `.env`. */
export function envFileOf({ stack, given }: Draft): string {
  return inFolder(stack, given.environment === undefined ? '.env' : `.env.${given.environment}`);
}

export function valuesFor({ values }: Draft, file: string): Map<string, string> {
  const known = values.get(file) ?? new Map<string, string>();
  values.set(file, known);
  return known;
}
