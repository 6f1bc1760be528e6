// Progress as a live tree for a terminal: phases, services, state, elapsed, gate. Pure; the cli does the drawing.
import { printable } from '../base/text.ts';
import { formatDuration } from '../base/units.ts';
import type { Action } from '../model/plan.ts';
import type { ProgressEvent } from '../rollout/progress.ts';
import type { Paint } from './paint.ts';

type ServiceState =
  | 'waiting'
  | 'pulling'
  | 'building'
  | 'starting'
  | 'gate'
  | 'good'
  | 'draining'
  | 'stopping'
  | 'failed'
  | 'unchanged';

interface ServiceRow {
  state: ServiceState;
  since: number;
  tookMs: number | undefined;
  note: string;
  /** Instances that are begun and not good yet: with the last of them the service is. */
  readonly begun: Set<string>;
}

interface PhaseRow {
  readonly name: string;
  readonly services: Map<string, ServiceRow>;
  state: 'waiting' | 'running' | 'done' | 'failed';
  tookMs: number | undefined;
}

export interface TreeProgress {
  apply(event: ProgressEvent): void;
  /** At most `rows` lines: a picture taller than the terminal cannot be drawn over. */
  render(columns: number, rows: number, paint: Paint): readonly string[];
}

export function createTreeProgress(now: () => number): TreeProgress {
  let phases: PhaseRow[] = [];
  const notes: string[] = [];
  const rowOf = (phase: string, action: Action): ServiceRow | undefined =>
    phases.find((one) => one.name === phase)?.services.get(subjectOf(action));
  return {
    apply(event) {
      if (event.type === 'run-begun') phases = event.phases.map((phase) => newPhase(phase, now()));
      else if (event.type === 'warning') notes.push(`warning: ${event.message}`);
      else if (event.type === 'rollback-begun')
        notes.push(`rolling back ${event.phases.join(', ')}: ${event.because}`);
      else if (event.type === 'phase-begun' || event.type === 'phase-done') applyPhase(phases, event);
      else if ('step' in event) {
        const row = rowOf(event.step.phase, event.step.action);
        const phase = phases.find((one) => one.name === event.step.phase);
        if (event.type === 'step-failed' && phase !== undefined) phase.state = 'failed';
        if (row !== undefined) applyStep(row, event, now());
      }
    },
    render(columns, rows, paint) {
      const all = phases.flatMap((phase, index) => phaseLines(phase, index, phases.length, now(), paint));
      const room = Math.max(3, rows - notes.length);
      return [...fitRows(all, room, paint), ...notes.map((note) => ({ text: note }))].map(({ text }) =>
        cut(text, columns),
      );
    },
  };
}

function newPhase(
  phase: { readonly name: string; readonly services: readonly string[] },
  at: number,
): PhaseRow {
  const row = (): ServiceRow => ({
    state: 'waiting',
    since: at,
    tookMs: undefined,
    note: '',
    begun: new Set(),
  });
  return {
    name: phase.name,
    services: new Map(phase.services.map((name) => [name, row()])),
    state: 'waiting',
    tookMs: undefined,
  };
}

function applyPhase(
  phases: readonly PhaseRow[],
  event: Extract<ProgressEvent, { type: 'phase-begun' | 'phase-done' }>,
): void {
  const phase = phases.find((one) => one.name === event.phase);
  if (phase === undefined) return;
  phase.state = event.type === 'phase-begun' ? 'running' : 'done';
  if (event.type === 'phase-done') phase.tookMs = event.ms;
}

type StepEvent = Extract<
  ProgressEvent,
  { type: 'step-begun' | 'step-progress' | 'step-done' | 'step-failed' | 'gate' }
>;

/** What its row is called. */
function subjectOf(action: Action): string {
  if ('image' in action) return action.image;
  return 'service' in action ? action.service : '';
}

const begunStates: Readonly<Partial<Record<Action['kind'], ServiceState>>> = {
  pull: 'pulling',
  build: 'building',
  start: 'starting',
  gate: 'gate',
  drain: 'draining',
  stop: 'stopping',
};

function applyStep(row: ServiceRow, event: StepEvent, at: number): void {
  const { action } = event.step;
  const { kind } = action;
  const instance = ('instance' in action && action.instance) || '';
  if (event.type === 'step-failed') {
    Object.assign(row, { state: 'failed', note: event.cause });
  } else if (event.type === 'gate') {
    row.note = event.state.lastReason;
  } else if (event.type === 'step-progress') {
    row.note = event.text;
  } else if (event.type === 'step-begun') {
    if (kind === 'start' || kind === 'pull' || kind === 'build') row.since = at;
    if (kind === 'start' || kind === 'gate') row.begun.add(instance);
    row.state = begunStates[kind] ?? row.state;
  } else if (kind === 'gate' && row.begun.delete(instance) && row.begun.size > 0) {
    row.note = `${instance}: ${event.detail}`;
  } else if (kind === 'gate' || kind === 'pull' || kind === 'build') {
    Object.assign(row, { state: 'good', tookMs: at - row.since, note: event.detail });
  } else if (kind === 'drain') {
    row.note = event.detail;
  } else if (kind === 'stop' || kind === 'remove') {
    row.state = 'good';
  }
}

interface Line {
  readonly text: string;
  /** What may be left out when there is no room, the lowest first; heads never are. */
  readonly rank?: number;
}

const ranks: Readonly<Record<ServiceState, number>> = {
  waiting: 0,
  unchanged: 0,
  good: 1,
  stopping: 2,
  draining: 2,
  starting: 3,
  pulling: 3,
  building: 3,
  gate: 4,
  failed: 5,
};

function phaseLines(phase: PhaseRow, index: number, of: number, at: number, paint: Paint): readonly Line[] {
  const took = phase.tookMs === undefined ? '' : ` ${formatDuration(phase.tookMs)}`;
  const head = `${markOf(phase.state, paint)} ${paint.bold(`${index + 1}/${of} ${phase.name}`)}${took}`;
  if (phase.state === 'done')
    return [{ text: `${head}  ${paint.dim([...phase.services.keys()].join(' '))}` }];
  const rows = [...phase.services].map(([name, row]) => ({
    text: serviceLine(name, row, at, paint),
    rank: ranks[row.state],
  }));
  return [{ text: head }, ...rows];
}

/** Leaves out the least telling services until the rest fits, and says how many. */
function fitRows(lines: readonly Line[], room: number, paint: Paint): readonly Line[] {
  if (lines.length <= room) return lines;
  const surplus = lines.length - room + 1;
  const byRank = lines
    .filter((line) => line.rank !== undefined)
    .toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
  const hidden = new Set(byRank.slice(0, surplus));
  const more = { text: `  ${paint.dim(`… ${hidden.size} more`)}` };
  return [...lines.filter((line) => !hidden.has(line)), more].slice(0, room);
}

function serviceLine(name: string, row: ServiceRow, at: number, paint: Paint): string {
  const busy = ranks[row.state] >= 2 && row.state !== 'failed';
  const took = row.tookMs ?? (busy ? at - row.since : undefined);
  const time = took === undefined ? '' : formatDuration(took);
  return `  ${markOf(row.state, paint)} ${name.padEnd(16)} ${row.state.padEnd(9)} ${time.padStart(6)}  ${paint.dim(printable(row.note))}`;
}

function markOf(state: ServiceState | PhaseRow['state'], paint: Paint): string {
  switch (state) {
    case 'good':
    case 'done':
      return paint.green('✔');
    case 'failed':
      return paint.red('✘');
    case 'waiting':
    case 'unchanged':
      return paint.dim('·');
    default:
      return paint.yellow('●');
  }
}

/** Cuts at the terminal's width, escape codes not counted, so that a line never wraps and breaks the redraw. */
function cut(line: string, columns: number): string {
  let width = 0;
  let out = '';
  for (const [piece] of line.matchAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m|.`, 'gu'))) {
    if (piece.length === 1 || piece.codePointAt(0) !== 27) width += 1;
    if (width >= columns && piece.codePointAt(0) !== 27) continue;
    out += piece;
  }
  return out;
}
