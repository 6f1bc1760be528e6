// A project as it was read once, and how its compose projects are told apart.
import type { Stack } from '../model/service.ts';
import type { ReviewResult } from './result.ts';

export interface RepairState {
  readonly result: ReviewResult;
  readonly stacks: readonly Stack[];
}

export function stackKey({ folder, files, environment }: Stack): string {
  return [folder, environment ?? '', ...files].join('\n');
}
