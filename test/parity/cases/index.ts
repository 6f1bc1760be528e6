// Cases that are made by code; those that are written out stand in the `.txt` tables beside this file.
import type { ParityCase } from '../case.ts';

export const moduleCases: readonly ParityCase[] = [];
