// What the engine remembers of what was done to a stack's containers, and who else runs containers under its name. It
// keeps its last few hundred events in memory, and names no one.
import { numberAt, textAt, textMapAt } from '../../base/json.ts';
import type { Told, ToldAct } from '../engine.ts';
import { composeLabels, isOurs, labelsOf, ownLabels } from './labels.ts';
import { type Docker, listContainers, nameOf } from './objects.ts';

/** Acts of somebody, by the words of the command that does them. */
const acts = new Set([
  'stop',
  'kill',
  'restart',
  'pause',
  'unpause',
  'update',
  'rename',
  'destroy',
  'connect',
  'disconnect',
]);

export async function toldOf(docker: Docker, signal: AbortSignal): Promise<Told> {
  const [events, listed] = await Promise.all([eventsOf(docker, signal), listContainers(docker, signal)]);
  const known = new Map<string, { readonly service: string; readonly instance: string }>();
  const acted: ToldAct[] = [];
  for (const event of events) {
    const labels = textMapAt(event, 'Actor', 'Attributes');
    const id = textAt(event, 'Actor', 'ID') ?? '';
    const isOfNetwork = textAt(event, 'Type') === 'network';
    if (!isOfNetwork && labels[composeLabels.project] !== docker.stack) continue;
    const instance = labels[ownLabels.instance];
    const service = labels[composeLabels.service];
    if (instance !== undefined && service !== undefined) known.set(id, { service, instance });
    const whom = known.get(isOfNetwork ? (labels['container'] ?? '') : id);
    const action = textAt(event, 'Action') ?? '';
    if (whom === undefined || !acts.has(action)) continue;
    const what = isOfNetwork ? `network ${action} ${labels['name'] ?? ''}` : action;
    acted.push({ ...whom, what, at: new Date((numberAt(event, 'timeNano') ?? 0) / 1e6).toISOString() });
  }
  return { acts: acted, foreign: listed.flatMap(foreignOf) };
}

/** Containers in the stack's name that are not ours: whoever made them took compose's labels. */
function foreignOf(container: unknown): Told['foreign'] {
  const labels = labelsOf(container);
  const service = labels[composeLabels.service];
  if (isOurs(labels) || service === undefined || labels[composeLabels.oneOff] === 'True') return [];
  const seconds = numberAt(container, 'Created') ?? 0;
  const since = new Date(seconds * 1000).toISOString();
  const running = textAt(container, 'State') === 'running';
  return [{ service, name: nameOf(container), by: 'docker compose', since, running }];
}

async function eventsOf({ client }: Docker, signal: AbortSignal): Promise<readonly unknown[]> {
  const filters = JSON.stringify({ type: ['container', 'network'] });
  // What lies between two times is told at once, and the stream ends.
  const query = { filters, since: '1', until: (Date.now() / 1000).toFixed(3) };
  const stream = await client.open('GET', '/events', { query, signal });
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): unknown => JSON.parse(line));
}
