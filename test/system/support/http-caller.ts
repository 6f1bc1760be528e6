// Calls the published port of a lane without a pause.
import { steadyClient } from '../../../scripts/steady-client.mjs';
import type { Caller } from './ground.ts';
import type { Lane } from './lane.ts';

export function httpCaller(lane: Lane, path: string): Caller {
  return steadyClient(`http://127.0.0.1:${lane.port}${path}`, { connections: 2, pauseMs: 10 });
}
