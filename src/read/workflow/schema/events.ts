// Events that start a workflow, with the filters and types of each.
// Source: https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
import { events } from '../../../model/workflow-events.ts';
import {
  any,
  dict,
  either,
  flag,
  listOf,
  type MapShape,
  mapOf,
  nothing,
  type Shape,
  text,
  textOrEmpty,
  textOrTexts,
  texts,
  using,
  words,
} from '../shape.ts';
import { callOutputs, inputDefault } from './contexts.ts';

const branches = { branches: textOrTexts, 'branches-ignore': textOrTexts };
const paths = { paths: textOrTexts, 'paths-ignore': textOrTexts };

const filters: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
  merge_group: branches,
  pull_request: { ...branches, ...paths },
  pull_request_target: { ...branches, ...paths },
  push: { ...branches, ...paths, tags: textOrTexts, 'tags-ignore': textOrTexts },
  repository_dispatch: { types: textOrTexts },
  workflow_run: { ...branches, workflows: textOrTexts },
  image_version: { names: textOrTexts, versions: textOrTexts },
};

const input = mapOf('an input', {
  description: textOrEmpty,
  deprecationMessage: textOrEmpty,
  required: flag,
  default: using(any, inputDefault),
  type: words('boolean', 'number', 'string', 'choice', 'environment'),
  options: texts,
});

const calledInput = mapOf(
  'an input',
  {
    description: textOrEmpty,
    deprecationMessage: textOrEmpty,
    required: flag,
    default: using(any, inputDefault),
    type: words('boolean', 'number', 'string'),
  },
  'type',
);

const called = mapOf('workflow_call', {
  inputs: either({ ...dict('a mapping of inputs', calledInput), empty: true }, nothing),
  secrets: either(
    dict(
      'a mapping of secrets',
      either(mapOf('a secret', { description: textOrEmpty, required: flag }), nothing),
    ),
    nothing,
  ),
  outputs: either(
    dict(
      'a mapping of outputs',
      mapOf('an output', { description: textOrEmpty, value: using(textOrEmpty, callOutputs) }, 'value'),
    ),
    nothing,
  ),
});

const dispatched = mapOf('workflow_dispatch', {
  inputs: either({ ...dict('a mapping of inputs', either(input, nothing)), empty: true }, nothing),
});

const schedule = listOf(
  'a list of schedules',
  mapOf('a schedule', { cron: text, timezone: text }, 'cron'),
  1,
);

function shapeOf(event: string, types: string): Shape {
  if (event === 'workflow_call') return either(called, nothing);
  if (event === 'workflow_dispatch') return either(dispatched, nothing);
  if (event === 'schedule') return schedule;
  const own = filters[event] ?? {};
  return either(mapOf(event, types === '' ? own : { ...own, types: textOrTexts }), nothing);
}

/** Unknown events are reported by a rule, with what is known of events; their filters are the user's matter. */
const triggers: MapShape = {
  kind: 'map',
  what: '"on"',
  fields: Object.fromEntries(Object.entries(events).map(([event, types]) => [event, shapeOf(event, types)])),
  others: any,
};

export const on: Shape = either(triggers, text, texts);
