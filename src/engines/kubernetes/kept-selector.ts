// What a workload that was taken over keeps for ever, since Kubernetes lets nobody change it: its selector, and what a
// StatefulSet was made with. Its pods carry the labels that they had before beside ours, so that whoever else selects them
// finds them still. The labels are noted on the workload, for every release to come.
import { at, isObject, listAt, parsedJson, textAt } from '../../base/json.ts';
import { type ApiObject, isApiObject } from './json.ts';
import { annotationOf, ownAnnotations, withMetadata } from './labels.ts';
import { includes } from './unchanged.ts';

/** `live`: what is there of it; `adopted`: it is about to be taken over. */
export function keepingSelector(
  workload: ApiObject,
  live: ApiObject | undefined,
  adopted: boolean,
): ApiObject {
  const labels = live === undefined ? undefined : keptLabels(live, adopted);
  if (live === undefined || labels === undefined) return workload;
  const spec = at(workload, 'spec');
  const template = at(spec, 'template');
  const needed = Object.fromEntries(
    Object.entries(mapAt(live, 'spec', 'selector', 'matchLabels')).filter(([key]) => key in labels),
  );
  const said = mapAt(template, 'metadata', 'labels');
  const metadata = withMetadata(at(template, 'metadata'), { ...labels, ...said, ...needed });
  const notes = { [ownAnnotations.keptLabels]: JSON.stringify(labels) };
  const whole = {
    ...workload,
    metadata: { ...workload.metadata, ...withMetadata(workload.metadata, {}, notes) },
    spec: {
      ...(isObject(spec) ? spec : {}),
      selector: at(live, 'spec', 'selector'),
      template: { ...(isObject(template) ? template : {}), metadata },
      ...(workload.kind === 'StatefulSet' ? madeWith(workload, live) : {}),
    },
  };
  return isApiObject(whole) ? whole : workload;
}

/** Of its pods, but for what is counted for it and what is ours. */
function keptLabels(live: ApiObject, adopted: boolean): Readonly<Record<string, string>> | undefined {
  const noted = annotationOf(live, ownAnnotations.keptLabels);
  if (noted !== '') return textsOf(parsedJson(noted));
  if (!adopted) return undefined;
  const all = Object.entries(mapAt(live, 'spec', 'template', 'metadata', 'labels'));
  return Object.fromEntries(all.filter(([key]) => !key.startsWith('dev.seaworthy/')));
}

/** Where it says the same, or nothing: it is what was made with other labels, or with a default spelt out. */
function madeWith(workload: ApiObject, live: ApiObject): Readonly<Record<string, unknown>> {
  const kept: Record<string, unknown> = {};
  for (const key of ['podManagementPolicy', 'serviceName'])
    if (at(workload, 'spec', key) === undefined) kept[key] = at(live, 'spec', key);
  const [ours, theirs] = [workload, live].map((one) => listAt(one, 'spec', 'volumeClaimTemplates'));
  const isSame =
    ours?.length === theirs?.length && ours?.every((one, index) => isSameClaim(theirs?.[index], one));
  if (isSame === true && theirs !== undefined && theirs.length > 0)
    kept['volumeClaimTemplates'] = theirs.map(withoutStatus);
  return kept;
}

function isSameClaim(live: unknown, said: unknown): boolean {
  return (
    textAt(live, 'metadata', 'name') === textAt(said, 'metadata', 'name') &&
    includes(at(live, 'spec'), at(said, 'spec'))
  );
}

function withoutStatus(claim: unknown): unknown {
  if (!isObject(claim)) return claim;
  const { status: _, ...rest } = claim;
  return rest;
}

/** In words, where the selector is not the one that the files have. */
export function selectorNote(workload: ApiObject, live: ApiObject): string | undefined {
  const theirs = mapAt(live, 'spec', 'selector', 'matchLabels');
  if (includes(theirs, mapAt(workload, 'spec', 'selector', 'matchLabels'))) return undefined;
  const words = Object.entries(theirs).map(([key, value]) => `${key}=${value}`);
  return `selector ${words.join(',')} of ${live.kind} ${live.metadata.name} cannot be changed and stays: its pods carry both sets of labels`;
}

/** The selector of others asks for another value of a label that ours need. */
export function selectorClash(workload: ApiObject, live: ApiObject): string | undefined {
  const said = mapAt(workload, 'spec', 'template', 'metadata', 'labels');
  const needed = mapAt(workload, 'spec', 'selector', 'matchLabels');
  const clash = Object.entries(mapAt(live, 'spec', 'selector', 'matchLabels')).find(
    ([key, value]) => key in needed && said[key] !== value,
  );
  return clash === undefined ? undefined : `${clash[0]}=${clash[1]}`;
}

function mapAt(value: unknown, ...path: readonly string[]): Readonly<Record<string, string>> {
  return textsOf(at(value, ...path));
}

function textsOf(found: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(isObject(found) ? found : {}).flatMap(([key, one]) =>
      typeof one === 'string' ? [[key, one]] : [],
    ),
  );
}
