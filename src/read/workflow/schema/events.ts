// Events that start a workflow, with the filters and types of each.
// Source: https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
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

const changes = 'created edited deleted';
const pull =
  'assigned unassigned labeled unlabeled opened edited closed reopened synchronize converted_to_draft locked unlocked enqueued dequeued milestoned demilestoned ready_for_review review_requested review_request_removed auto_merge_enabled auto_merge_disabled';

/** Activity types of each event; undefined for events that have none. */
export const eventTypes: Readonly<Record<string, string | undefined>> = {
  branch_protection_rule: changes,
  check_run: 'created rerequested completed requested_action',
  check_suite: 'completed',
  create: undefined,
  delete: undefined,
  deployment: undefined,
  deployment_status: undefined,
  discussion:
    'created edited deleted transferred pinned unpinned labeled unlabeled locked unlocked category_changed answered unanswered',
  discussion_comment: changes,
  fork: undefined,
  gollum: undefined,
  image_version: 'created ready deleted',
  issue_comment: changes,
  issues:
    'opened edited deleted transferred pinned unpinned closed reopened assigned unassigned labeled unlabeled locked unlocked milestoned demilestoned typed untyped field_added field_removed',
  label: changes,
  merge_group: 'checks_requested',
  milestone: 'created closed opened edited deleted',
  page_build: undefined,
  project: 'created closed reopened edited deleted',
  project_card: 'created moved converted edited deleted',
  project_column: 'created updated moved deleted',
  public: undefined,
  pull_request: pull,
  pull_request_comment: changes,
  pull_request_review: 'submitted edited dismissed',
  pull_request_review_comment: changes,
  pull_request_target: pull,
  push: undefined,
  registry_package: 'published updated',
  release: 'published unpublished created edited deleted prereleased released',
  repository_dispatch: undefined,
  schedule: undefined,
  status: undefined,
  watch: 'started',
  workflow_call: undefined,
  workflow_dispatch: undefined,
  workflow_run: 'completed requested in_progress',
};

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
  inputs: either(dict('a mapping of inputs', calledInput), nothing),
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
  inputs: either(dict('a mapping of inputs', either(input, nothing)), nothing),
});

const schedule = listOf(
  'a list of schedules',
  mapOf('a schedule', { cron: text, timezone: text }, 'cron'),
  1,
);

function shapeOf(event: string, types: string | undefined): Shape {
  if (event === 'workflow_call') return either(called, nothing);
  if (event === 'workflow_dispatch') return either(dispatched, nothing);
  if (event === 'schedule') return schedule;
  const own = filters[event] ?? {};
  return either(mapOf(event, types === undefined ? own : { ...own, types: textOrTexts }), nothing);
}

/** Unknown events are reported by a rule, with what is known of events; their filters are the user's matter. */
const triggers: MapShape = {
  kind: 'map',
  what: '"on"',
  fields: Object.fromEntries(
    Object.entries(eventTypes).map(([event, types]) => [event, shapeOf(event, types)]),
  ),
  others: any,
};

export const on: Shape = either(triggers, text, texts);
