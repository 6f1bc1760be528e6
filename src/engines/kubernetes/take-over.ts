// Taking an object over: its fields become ours, so that an apply makes it what the files say and nothing besides. A forced
// apply alone would leave in it what only others have set, such as a second container.
import { at, isObject } from '../../base/json.ts';
import { fieldOwner } from './client.ts';
import { type ApiObject, isApiObject, titleOf } from './json.ts';
import { isOurs, withMetadata } from './labels.ts';
import { partly, placeOf, takenFields, writeFields } from './owned-fields.ts';
import { refusalOf } from './refusals.ts';
import type { Kube } from './stack.ts';

const tries = 5;

export async function takeOver(kube: Kube, object: ApiObject, signal: AbortSignal): Promise<void> {
  for (let turn = 0; ; turn += 1) {
    const live = await kube.client.read(object, signal);
    const fields = live === undefined || isOurs(live, kube) ? undefined : takenFields(live);
    if (live === undefined || fields === undefined) break;
    // Its controller writes its status meanwhile; where it goes on doing so, the force of the apply must do.
    if (turn === tries || (await writeFields(kube, live, fields, signal))) break;
  }
  await kube.client.apply(object, { force: true }, signal);
}

/** What would become of it, as the server answers; nothing is kept. @throws SeaworthyError */
export async function tryTakeOver(
  kube: Kube,
  object: ApiObject,
  live: ApiObject,
  signal: AbortSignal,
): Promise<ApiObject> {
  const answer = await kube.client.ask(
    {
      method: 'PUT',
      path: await placeOf(kube, object, signal),
      query: { fieldManager: fieldOwner, fieldValidation: 'Strict', dryRun: 'All' },
      body: takenOver(object, live),
    },
    signal,
  );
  if (answer.status < 300 && isApiObject(answer.body)) return answer.body;
  throw refusalOf(answer, `take over ${titleOf(object)}`);
}

function takenOver(object: ApiObject, live: ApiObject): ApiObject {
  const { metadata, ...said } = object;
  const { managedFields: _, ...own } = live.metadata;
  const marked = withMetadata(own, mapAt(object, 'labels'), mapAt(object, 'annotations'));
  const base = partly[object.kind] === undefined ? {} : { ...live, spec: undefined };
  const spec = {
    ...(isObject(live['spec']) ? live['spec'] : {}),
    ...(isObject(said['spec']) ? said['spec'] : {}),
  };
  const whole = partly[object.kind] === undefined || !isObject(said['spec']) ? said : { ...said, spec };
  return { ...base, ...whole, metadata: { ...marked, name: metadata.name } };
}

function mapAt(object: ApiObject, key: 'labels' | 'annotations'): Readonly<Record<string, string>> {
  const found = at(object, 'metadata', key);
  return Object.fromEntries(
    Object.entries(isObject(found) ? found : {}).flatMap(([name, one]) =>
      typeof one === 'string' ? [[name, one]] : [],
    ),
  );
}
