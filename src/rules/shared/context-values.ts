// What the contexts of expressions hold, as far as it is the same for every run.
// Source: https://docs.github.com/en/actions/reference/workflows-and-actions/contexts

/** Of `github`, those too that the runner sets and the reference does not name. */
const github = new Set(
  [
    'action action_path action_ref action_repository action_status actor actor_id api_url',
    'artifact_cache_size_limit base_ref env event event_name event_path graphql_url head_ref job',
    'job_workflow_ref job_workflow_sha output path ref ref_name ref_protected ref_type repository',
    'repository_id repository_owner repository_owner_id repository_visibility repositoryurl',
    'retention_days run_attempt run_id run_number secret_source server_url sha state step_summary',
    'token triggering_actor workflow workflow_ref workflow_sha workspace enterprise_id',
  ].flatMap((line) => line.split(' ')),
);

const fixed: Readonly<Record<string, ReadonlySet<string>>> = {
  github,
  runner: new Set('arch debug environment name os temp tool_cache workspace'.split(' ')),
  strategy: new Set('fail-fast job-index job-total max-parallel'.split(' ')),
  job: new Set(
    'check_run_id container services status workflow_file_path workflow_ref workflow_repository workflow_sha'.split(
      ' ',
    ),
  ),
};

/** What each step and each needed job holds. */
const ofEach: Readonly<Record<string, ReadonlySet<string>>> = {
  steps: new Set(['outputs', 'outcome', 'conclusion']),
  needs: new Set(['outputs', 'result']),
};

/** How the value that a path names cannot be there, in words for a message; paths are lower case. */
export function contextFault(path: readonly string[]): string | undefined {
  const [context = '', name, below] = path;
  if (name === undefined || name === '*') return undefined;
  const names = Object.hasOwn(fixed, context) ? fixed[context] : undefined;
  if (names !== undefined && !names.has(name)) return `${context} has no ${name}`;
  if (below === undefined || below === '*') return undefined;
  const isText = context === 'runner' || context === 'strategy' || (context === 'github' && name !== 'event');
  if (isText) return `${context}.${name} is a single value and has no ${below}`;
  const each = Object.hasOwn(ofEach, context) ? ofEach[context] : undefined;
  return each === undefined || each.has(below) ? undefined : `${context}.${name} has no ${below}`;
}

/** The names among which a wrong one may be meant. */
export function namesBeside([context = '', name = '']: readonly string[]): readonly string[] {
  const names = Object.hasOwn(fixed, context) ? fixed[context] : undefined;
  if (names !== undefined) return names.has(name) ? [] : [...names];
  return Object.hasOwn(ofEach, context) ? [...(ofEach[context] ?? [])] : [];
}

const wholeContexts = new Set(
  'github env vars job steps runner secrets strategy matrix needs inputs'.split(' '),
);
const eventObjects = new Set(
  [
    'comment discussion head_commit inputs issue organization pull_request pusher release repository',
    'review sender workflow_run',
  ].flatMap((line) => line.split(' ')),
);

/** True where a path names many values at once, of which a text would hold the word `Object`. */
export function isObject(path: readonly string[]): boolean {
  const [context = '', name, below, deeper] = path;
  if (path.includes('*')) return false;
  if (name === undefined) return wholeContexts.has(context);
  if (context === 'github') {
    return name === 'event' && (below === undefined || (deeper === undefined && eventObjects.has(below)));
  }
  if (context === 'steps' || context === 'needs') {
    return below === undefined || (below === 'outputs' && deeper === undefined);
  }
  return context === 'job' && path.length === 2 && (name === 'container' || name === 'services');
}
