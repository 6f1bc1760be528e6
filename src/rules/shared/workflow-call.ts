// What a job gives to the workflow that it calls, against what that one declares.
import { nearest } from '../../base/text.ts';
import type { Problem } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import type { Input, Job, Pair, Workflow } from '../../model/workflow.ts';
import { meantKey } from './workflow-edits.ts';

/** Why GitHub would refuse the call; nothing where the called file was not understood as a whole. */
export function* callFaults(project: Project, job: Job, called: Workflow): Iterable<Problem> {
  if (job.uses === undefined || !called.whole) return;
  const { contract } = called;
  if (contract === undefined) {
    yield { at: job.uses.span, message: `${called.file} cannot be called: it has no workflow_call` };
    return;
  }
  yield* compare(
    project,
    job,
    'input',
    job.with,
    contract.inputs.map((input) => ({
      ...input,
      required: input.required && input.defaultValue === undefined,
    })),
  );
  yield* wrongTypes(job, contract.inputs);
  if (job.secretsInherit === undefined) yield* compare(project, job, 'secret', job.secrets, contract.secrets);
}

/** Only what is written out: what an expression gives is known when it runs. */
function* wrongTypes(job: Job, inputs: readonly Input[]): Iterable<Problem> {
  for (const { name, value } of job.with) {
    const type = inputs.find((input) => input.name.toLowerCase() === name.value.toLowerCase())?.type?.value;
    const isWrong =
      !value.value.includes('${{') &&
      value.value !== '' &&
      ((type === 'number' && !Number.isFinite(Number(value.value))) ||
        (type === 'boolean' && !/^(?:true|false)$/i.test(value.value)));
    if (!isWrong) continue;
    const wanted = type === 'number' ? 'a number' : 'true or false';
    yield {
      at: value.span,
      message: `${job.id} gives the input ${name.value} a text where it must be ${wanted}`,
    };
  }
}

function* compare(
  project: Project,
  job: Job,
  what: 'input' | 'secret',
  given: readonly Pair[],
  declared: readonly { readonly name: string; readonly required: boolean }[],
): Iterable<Problem> {
  const names = declared.map(({ name }) => name);
  const meantNames = new Set<string>();
  for (const { name } of given) {
    if (names.some((one) => one.toLowerCase() === name.value.toLowerCase())) continue;
    meantNames.add(nearest(name.value, names) ?? '');
    yield {
      at: name.span,
      message: `${job.id} gives the ${what} ${name.value}, which the called workflow does not declare`,
      ...meantKey(project, name.value, name.span, names),
    };
  }
  for (const { name, required } of declared) {
    // Given under a name that is nearly its own.
    if (meantNames.has(name)) continue;
    if (!required || given.some((pair) => pair.name.value.toLowerCase() === name.toLowerCase())) continue;
    yield {
      at: job.uses?.span ?? job.idSpan,
      message: `${job.id} does not give the ${what} ${name}, which the called workflow requires`,
    };
  }
}
