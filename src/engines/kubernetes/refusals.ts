// What an API server answers when it does not do what it was asked, as an error for a person.
import { SeaworthyError } from '../../base/errors.ts';
import { textAt } from '../../base/json.ts';
import { objectsAt } from './json.ts';
import { isOwnedByOthers, isTrouble } from './retry.ts';
import type { ApiAnswer } from './wire.ts';

/** An answer with an error status, told of `what` was wanted: `apply Deployment web in shop`. */
export function refusalOf(answer: ApiAnswer, what: string): SeaworthyError {
  const said = textAt(answer.body, 'message') ?? `status ${answer.status}`;
  const causes = objectsAt(answer.body, 'details', 'causes').map(
    (cause) =>
      `${textAt(cause, 'field') ?? '?'}: ${textAt(cause, 'message') ?? textAt(cause, 'reason') ?? '?'}`,
  );
  const detail = causes.length > 1 || isOwnedByOthers(answer) ? { detail: causes } : {};
  if (isOwnedByOthers(answer))
    return new SeaworthyError('FOREIGN_OBJECT', `${what}: others own fields of it`, {
      hint: 'Leave these fields out, or take them over with seaworthy up --adopt.',
      ...detail,
    });
  return new SeaworthyError(isTrouble(answer) ? 'ENGINE_UNREACHABLE' : 'ENGINE_REFUSED', `${what}: ${said}`, {
    ...detail,
    ...hintFor(answer),
  });
}

function hintFor({ status, body }: ApiAnswer): { readonly hint?: string } {
  const reason = textAt(body, 'reason');
  if (status === 401)
    return { hint: 'The server does not accept these credentials: log in anew, or choose another context.' };
  // A quota and a webhook answer 403 as well, and what they say is the hint.
  if (status === 403 && /cannot \w+ resource/.test(textAt(body, 'message') ?? ''))
    return { hint: 'Ask for a Role with this right, or choose another context.' };
  if (status === 422 && reason === 'Invalid' && fixed.test(textAt(body, 'message') ?? ''))
    return {
      hint: 'The field cannot be changed: take the change back, or delete the object (its data is in its claims) and run again.',
    };
  return {};
}

/** How servers say that a field keeps the value that it was made with. */
const fixed = /immutable|updates to statefulset spec for fields other than/;
