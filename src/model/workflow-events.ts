// Events that start a workflow, with their activity types as words; empty for events without types.
// Source: https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows

const changes = 'created edited deleted';
const pull =
  'assigned unassigned labeled unlabeled opened edited closed reopened synchronize converted_to_draft locked unlocked enqueued dequeued milestoned demilestoned ready_for_review review_requested review_request_removed auto_merge_enabled auto_merge_disabled';

export const events: Readonly<Record<string, string>> = {
  branch_protection_rule: changes,
  check_run: 'created rerequested completed requested_action',
  check_suite: 'completed',
  create: '',
  delete: '',
  deployment: '',
  deployment_status: '',
  discussion:
    'created edited deleted transferred pinned unpinned labeled unlabeled locked unlocked category_changed answered unanswered',
  discussion_comment: changes,
  fork: '',
  gollum: '',
  image_version: 'created ready deleted',
  issue_comment: changes,
  issues:
    'opened edited deleted transferred pinned unpinned closed reopened assigned unassigned labeled unlabeled locked unlocked milestoned demilestoned typed untyped field_added field_removed',
  label: changes,
  merge_group: 'checks_requested',
  milestone: 'created closed opened edited deleted',
  page_build: '',
  project: 'created closed reopened edited deleted',
  project_card: 'created moved converted edited deleted',
  project_column: 'created updated moved deleted',
  public: '',
  pull_request: pull,
  pull_request_comment: changes,
  pull_request_review: 'submitted edited dismissed',
  pull_request_review_comment: changes,
  pull_request_target: pull,
  push: '',
  registry_package: 'published updated',
  release: 'published unpublished created edited deleted prereleased released',
  repository_dispatch: '',
  schedule: '',
  status: '',
  watch: 'started',
  workflow_call: '',
  workflow_dispatch: '',
  workflow_run: 'completed requested in_progress',
};
