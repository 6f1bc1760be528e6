// Signal names as compose files spell them.
import { constants } from 'node:os';

/** `SIGTERM` of `SIGTERM`, `term` or `15`; anything unknown asks politely. */
export function stopSignalOf(text: string): NodeJS.Signals {
  const wanted = text.trim().toUpperCase();
  for (const [name, number] of Object.entries(constants.signals)) {
    if (!isSignal(name)) continue;
    if (name === wanted || name === `SIG${wanted}` || String(number) === wanted) return name;
  }
  return 'SIGTERM';
}

function isSignal(name: string): name is NodeJS.Signals {
  return name in constants.signals;
}
