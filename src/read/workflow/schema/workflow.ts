// Keys of a workflow file.
// Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
import {
  amount,
  any,
  type DictShape,
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
import * as contexts from './contexts.ts';
import { on } from './events.ts';

const env: DictShape = { ...dict('a mapping of variables', textOrEmpty), empty: true };
const permissions: Shape = either(
  { ...dict('a mapping of permissions', text), empty: true },
  words('read-all', 'write-all'),
);
const concurrency: Shape = either(
  mapOf('concurrency', { group: text, 'cancel-in-progress': flag, queue: words('single', 'max') }, 'group'),
  text,
);
const run = mapOf('run', { shell: text, 'working-directory': text });

const container = {
  image: textOrEmpty,
  credentials: using(mapOf('credentials', { username: text, password: text }), contexts.registry),
  env: using(env, contexts.containerEnv),
  ports: listOf('a list of ports', text),
  volumes: texts,
  options: textOrEmpty,
};
const service = { ...container, command: textOrEmpty, entrypoint: textOrEmpty };

const ownStepFields: Readonly<Record<string, Shape>> = {
  id: using(text, ''),
  name: textOrEmpty,
  if: using({ ...text, bare: true }, contexts.stepIf, `${contexts.status} hashFiles`),
  uses: using(text, ''),
  with: either({ ...dict('a mapping of inputs', textOrEmpty), empty: true }, nothing),
  run: text,
  shell: using(text, ''),
  'working-directory': text,
  env: either(env, nothing),
  'continue-on-error': flag,
  'timeout-minutes': amount,
  background: flag,
  wait: textOrTexts,
  'wait-all': either(nothing, flag),
  cancel: text,
};
export const stepFields: Readonly<Record<string, Shape>> = {
  ...ownStepFields,
  parallel: listOf('a list of steps', mapOf('a step', ownStepFields)),
};
const step = using(mapOf('a step', stepFields), contexts.step, 'hashFiles');

const matrix: Shape = either(
  {
    kind: 'map',
    what: 'a matrix',
    fields: { include: any, exclude: any },
    others: listOf('a list of values', any),
  },
  text,
);

const fields: Readonly<Record<string, Shape>> = {
  name: using(textOrEmpty, contexts.afterMatrix),
  needs: textOrTexts,
  if: using({ ...textOrEmpty, bare: true }, contexts.afterNeeds, contexts.status),
  permissions,
  strategy: using(
    mapOf('strategy', { matrix, 'fail-fast': flag, 'max-parallel': amount }),
    contexts.afterNeeds,
  ),
  concurrency: using(concurrency, contexts.afterMatrix),
  'runs-on': using(
    either(mapOf('runs-on', { group: text, labels: textOrTexts }), text, texts),
    contexts.afterMatrix,
  ),
  environment: using(
    either(
      mapOf(
        'environment',
        { name: text, url: using(textOrEmpty, contexts.stepIf), deployment: flag },
        'name',
      ),
      textOrEmpty,
    ),
    contexts.afterMatrix,
  ),
  env: using(either(env, nothing), contexts.jobEnv),
  defaults: using(mapOf('defaults', { run }), contexts.jobDefaults),
  outputs: using(either(dict('a mapping of outputs', textOrEmpty), nothing), contexts.step),
  steps: listOf('a list of steps', step),
  'timeout-minutes': using(amount, contexts.afterMatrix),
  'cancel-timeout-minutes': using(amount, contexts.afterMatrix),
  'continue-on-error': using(flag, contexts.afterMatrix),
  container: using(either(mapOf('a container', container), textOrEmpty), contexts.afterMatrix),
  services: using(
    { ...dict('a mapping of services', either(mapOf('a service', service, 'image'), text)), empty: true },
    contexts.afterMatrix,
  ),
  snapshot: any,
  'cache-mode': text,
  uses: using(text, ''),
  with: using(
    either({ ...dict('a mapping of inputs', textOrEmpty), empty: true }, nothing),
    contexts.afterMatrix,
  ),
  secrets: using(
    either({ ...dict('a mapping of secrets', textOrEmpty), empty: true }, words('inherit'), nothing),
    contexts.callSecrets,
  ),
};

const job: MapShape = { ...mapOf('a job', fields), filled: true };

export const workflow: MapShape = mapOf(
  'a workflow',
  {
    name: textOrEmpty,
    'run-name': using(textOrEmpty, contexts.runName),
    on: using(on, ''),
    permissions,
    env: using(either(env, nothing), contexts.workflowEnv),
    defaults: mapOf('defaults', { run }),
    concurrency: using(concurrency, contexts.runName),
    jobs: dict('a mapping of jobs', job),
  },
  'on',
  'jobs',
);
