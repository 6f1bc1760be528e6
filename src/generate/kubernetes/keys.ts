// How a table of compose keys is written.
import type { Outcome } from './part.ts';
import type { KeyContext } from './report.ts';

export type Translator = (context: KeyContext) => Outcome;

export function carried(how: string): Outcome {
  return { status: 'carried', how };
}

export function approximated(how: string): Outcome {
  return { status: 'approximated', how };
}

export function lost(how: string): Outcome {
  return { status: 'lost', how };
}
