import { SeaworthyError } from '../base/errors.ts';
import type { GateState } from '../model/probe.ts';

/** A gate or a soak that said no: of which instance, with its last state. */
export class GateFailure extends SeaworthyError {
  readonly service: string;
  readonly instance: string;
  readonly state: GateState;

  constructor(of: { readonly service: string; readonly instance: string }, state: GateState) {
    super('GATE_FAILED', `${of.service}: ${state.cause ?? state.lastReason}`);
    this.service = of.service;
    this.instance = of.instance;
    this.state = state;
  }
}
