// What the rollout did, as Events of the workloads: `kubectl describe` and `kubectl get events` show them beside what the
// controllers say. They are notes and no part of the rollout: few, sent beside it, and dropped where they cannot be sent.
// https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/
import { hostname } from 'node:os';
import { type Clock, systemClock } from '../../base/clock.ts';
import { hashOf } from '../../base/hash.ts';
import { textAt } from '../../base/json.ts';
import type { Observed } from '../../model/unit.ts';
import type { EngineAction } from '../engine.ts';
import type { ApiObject } from './json.ts';
import { managedBy, ownLabels } from './labels.ts';
import type { Instance } from './looker.ts';
import type { Kube } from './stack.ts';

/** Of one deployer; a rollout of hundreds of workloads must not fill the store of a cluster. What goes wrong is told beyond. */
export const mostEvents = 100;
const atOnce = 2;
/** At the end nobody waits longer for notes (ms). */
const patienceMs = 2000;
/** A longer note is refused (characters). */
const longestNote = 1024;

interface Note {
  readonly type: 'Normal' | 'Warning';
  /** For programs: one word, CamelCase. */
  readonly reason: string;
  readonly action: string;
  readonly note: string;
}

export interface Told {
  readonly action: EngineAction;
  readonly run: string;
  readonly release: string;
  /** What is there of the service after the act. */
  readonly there: readonly Instance[];
}

export class Events {
  readonly #kube: Kube;
  readonly #clock: Clock;
  readonly #ended = new AbortController();
  readonly #waiting: ApiObject[] = [];
  readonly #sending = new Set<Promise<void>>();
  /** What was last wrong with an instance: when it is taken back, that is why. */
  readonly #causes = new Map<string, string>();
  #told = 0;
  #isRefused = false;

  constructor(kube: Kube, clock: Clock = systemClock) {
    this.#kube = kube;
    this.#clock = clock;
  }

  seen(observed: readonly Observed[]): void {
    for (const { instance, trouble } of observed)
      if (trouble !== undefined) this.#causes.set(instance, trouble.cause);
  }

  /** Returns at once, and never fails. */
  tell({ action, run, release, there }: Told): void {
    const workload = there.find((one) => one.isCurrent)?.workload;
    const note = noteOf({ action, run, release, there }, this.#causes);
    if (workload === undefined || note === undefined || this.#isRefused) return;
    if (this.#told >= mostEvents && note.type === 'Normal') return;
    this.#told += 1;
    this.#waiting.push(this.#eventOf(workload, note, run));
    this.#go();
  }

  /** Waits a moment for what is on its way. */
  async close(): Promise<void> {
    const over = new AbortController();
    const all = async () => {
      while (this.#sending.size > 0) await Promise.all(this.#sending);
    };
    await Promise.race([all(), this.#clock.sleep(patienceMs, over.signal)]);
    over.abort();
    this.#ended.abort();
  }

  #go(): void {
    while (this.#sending.size < atOnce) {
      const event = this.#waiting.shift();
      if (event === undefined) return;
      const sent = this.#send(event).finally(() => {
        this.#sending.delete(sent);
        this.#go();
      });
      this.#sending.add(sent);
    }
  }

  async #send(event: ApiObject): Promise<void> {
    const path = `/apis/${event.apiVersion}/namespaces/${this.#kube.namespace}/events`;
    const answer = await this.#kube.client
      .ask({ method: 'POST', path, body: event }, this.#ended.signal)
      .catch(() => undefined);
    // One that is there already was told by a run that was cut short.
    if (answer === undefined || answer.status < 300 || answer.status === 409) return;
    this.#isRefused = true;
    this.#waiting.length = 0;
  }

  #eventOf(workload: ApiObject, { type, reason, action, note }: Note, run: string): ApiObject {
    const { apiVersion, kind, metadata } = workload;
    const { stack, namespace } = this.#kube;
    const uid = textAt(workload, 'metadata', 'uid');
    const name = `${metadata.name}.${hashOf([uid, run, reason, note], 16)}`;
    return {
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata: { name, namespace, labels: { [managedBy]: 'seaworthy', [ownLabels.stack]: stack } },
      regarding: { apiVersion, kind, name: metadata.name, namespace, uid },
      eventTime: this.#clock.now().toISOString().replace('Z', '000Z'),
      reportingController: 'seaworthy',
      reportingInstance: hostname().slice(0, 128),
      type,
      reason,
      action,
      note: note.length > longestNote ? `${note.slice(0, longestNote - 1)}…` : note,
    };
  }
}

/** The acts that a person looks for afterwards: a start, a turn of the traffic, a way back. */
function noteOf(
  { action, run, release, there }: Told,
  causes: ReadonlyMap<string, string>,
): Note | undefined {
  const others = there.filter(({ name }) => !('instance' in action) || name !== action.instance);
  switch (action.kind) {
    case 'start': {
      const beside = others.map(({ name }) => name).join(', ');
      const note = `${action.instance} of release ${release} starts${beside === '' ? '' : ` beside ${beside}`} (run ${run})`;
      return { type: 'Normal', reason: 'RolloutStarted', action: 'Start', note };
    }
    case 'route':
      if (action.instance === null || others.length === 0) return undefined;
      return {
        type: 'Normal',
        reason: 'TrafficSwitched',
        action: 'Route',
        note: `The Service leads to ${action.instance} of release ${release} (run ${run})`,
      };
    case 'stop': {
      const cause = causes.get(action.instance);
      const back = there.find(({ isCurrent }) => isCurrent)?.name;
      const isWayBack = back !== undefined && numberOf(back) < numberOf(action.instance);
      if (!isWayBack && cause === undefined) return undefined;
      const to = isWayBack ? `, ${back} serves on` : '';
      const why = cause === undefined ? '' : `: ${cause}`;
      return {
        type: 'Warning',
        reason: 'RolledBack',
        action: 'Stop',
        note: `${action.instance} is taken back${to} (run ${run})${why}`,
      };
    }
    default:
      return undefined;
  }
}

function numberOf(instance: string): number {
  return Number(/-(\d+)$/.exec(instance)?.[1] ?? 0);
}
