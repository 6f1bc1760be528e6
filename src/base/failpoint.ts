// Places where a fault test makes this process die or be interrupted. Off unless SEAWORTHY_FAILPOINT names one.

export const failPositions = ['before-intent', 'after-intent', 'mid-act', 'after-act', 'after-done'] as const;
export type FailPosition = (typeof failPositions)[number];

const signals = ['SIGKILL', 'SIGINT', 'SIGTERM', 'SIGHUP', 'SIGSTOP'] as const;
type FailSignal = (typeof signals)[number];

/** A signal that the process survives is raised once, else the handler's own steps would raise it again. */
let raised = false;

/** Raises the signal when SEAWORTHY_FAILPOINT is `<step>@<position>`; does nothing otherwise. */
export function failpoint(step: string, position: FailPosition): void {
  const wanted = process.env.SEAWORTHY_FAILPOINT;
  if (wanted === undefined || raised || wanted !== `${step}@${position}`) return;
  raiseFailSignal();
}

/** True when SEAWORTHY_FAILPOINT is `journal-half@<seq>`: the journal is to write half of that record and die. */
export function isJournalHalf(seq: number): boolean {
  const wanted = process.env.SEAWORTHY_FAILPOINT;
  return wanted !== undefined && !raised && wanted === `journal-half@${seq}`;
}

/** Sends this process SEAWORTHY_FAILPOINT_SIGNAL (SIGKILL when unset). SIGKILL does not return. */
export function raiseFailSignal(): void {
  raised = true;
  const signal = failSignal();
  process.kill(process.pid, signal);
  // Delivery may lag behind the call; a busy wait makes sure that no other code runs in between.
  if (signal === 'SIGKILL') for (;;);
}

function failSignal(): FailSignal {
  const name = process.env.SEAWORTHY_FAILPOINT_SIGNAL;
  return signals.find((signal) => signal === name) ?? 'SIGKILL';
}
