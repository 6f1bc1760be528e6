// What an output of a review is: a pure function from the result to a text.
import type { ReviewResult } from '../../review/result.ts';

export interface ReviewFormatOptions {
  readonly version: string;
  /** The path as the user gave it. */
  readonly root: string;
  /** The project's root seen from where the command runs; empty when it is the same. CI servers want paths from there. */
  readonly folder: string;
  /** When the review was made, ISO 8601; `SOURCE_DATE_EPOCH` decides where it is set. */
  readonly at: string;
}

/** A file of the project as seen from where the command runs. */
export function pathFrom(folder: string, file: string): string {
  return folder === '' ? file : `${folder}/${file}`;
}

export interface ReviewFormat {
  readonly name: string;
  readonly mediaType: string;
  render(result: ReviewResult, options: ReviewFormatOptions): string;
}
