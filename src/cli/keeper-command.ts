// How the keeper is started: a program of its own, which starts fast and outlives the one that needs it.
import { fileURLToPath } from 'node:url';

/** Set by the build of the executable. */
declare const standalone: boolean | undefined;

/** First word that makes the executable the keeper; no verb begins so. */
export const keeperWord = '__keeper';

/** In the package it is the file beside the bundle; the executable is one file, and starts itself. */
export function keeperCommand(): readonly string[] {
  if (typeof standalone === 'boolean') return [process.execPath, keeperWord];
  return [process.execPath, fileURLToPath(new URL('./keeper.js', import.meta.url))];
}
