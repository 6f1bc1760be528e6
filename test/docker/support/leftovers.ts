// What the engine holds of a stack, by the label that docker compose gives it.
import { call, must } from './engine.ts';

const kinds = [
  {
    kind: 'container',
    list: '/containers/json?all=1&',
    id: 'Id',
    remove: (id: string) => `/containers/${id}?force=1&v=1`,
  },
  { kind: 'network', list: '/networks?', id: 'Id', remove: (id: string) => `/networks/${id}` },
  { kind: 'volume', list: '/volumes?', id: 'Name', remove: (id: string) => `/volumes/${id}?force=1` },
] as const;

export interface Held {
  readonly kind: 'container' | 'network' | 'volume';
  readonly id: string;
  readonly name: string;
}

/** Containers first, since they keep the others in use. */
export async function heldOf(stackName: string): Promise<readonly Held[]> {
  const filters = encodeURIComponent(JSON.stringify({ label: [`com.docker.compose.project=${stackName}`] }));
  const held: Held[] = [];
  for (const { kind, list, id } of kinds) {
    const { json } = await must('GET', `${list}filters=${filters}`);
    const items: unknown = kind === 'volume' ? Object(json)['Volumes'] : json;
    for (const item of Array.isArray(items) ? items : [])
      held.push({ kind, id: String(item[id]), name: String(item.Name ?? item.Names?.[0] ?? item[id]) });
  }
  return held.sort((a, b) => order(a) - order(b) || (a.name < b.name ? -1 : 1));
}

function order({ kind }: Held): number {
  return kinds.findIndex((one) => one.kind === kind);
}

/** Removes all of it and says what there was. */
export async function removeStack(stackName: string): Promise<readonly string[]> {
  const held = await heldOf(stackName);
  for (const { kind, id } of held) {
    const remove = kinds.find((one) => one.kind === kind)?.remove(id);
    if (remove !== undefined) await call('DELETE', remove);
  }
  return held.map(({ kind, name }) => `${kind} ${name}`);
}
