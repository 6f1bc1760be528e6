import { HttpError } from '../shared/http.js';

const MAX_INTEGER = 2 ** 31 - 1;
const MAX_LIMIT = 500;
const MAX_PATTERNS = 100;
const EFFECTS = ['allow', 'deny'];
const LISTS = ['subjects', 'actions', 'resources'];

export const FIRST_PAGE = { after: 0, limit: 100 };

export function pageFrom(url) {
  const after = wholeNumber(url.searchParams.get('after'), FIRST_PAGE.after);
  const limit = wholeNumber(url.searchParams.get('limit'), FIRST_PAGE.limit);
  if (after === undefined) throw new HttpError(400, 'after must be the id of a policy');
  if (limit === undefined || limit < 1 || limit > MAX_LIMIT) {
    throw new HttpError(400, `limit must be a number from 1 to ${MAX_LIMIT}`);
  }
  return { after, limit };
}

// Something that cannot be an id names no policy: that is a 404, as for an id that is not there.
export function idFrom(text) {
  const id = wholeNumber(text);
  if (id === undefined) throw new HttpError(404, `no policy ${text}`);
  return id;
}

export function policyFrom(body) {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    throw new HttpError(400, 'a policy is a JSON object');
  }
  if (!isText(body.name)) throw new HttpError(400, 'name must be a text of 1 to 200 characters');
  if (!EFFECTS.includes(body.effect)) throw new HttpError(400, `effect must be one of ${EFFECTS.join(', ')}`);
  const policy = { name: body.name, effect: body.effect };
  for (const key of LISTS) policy[key] = patternsFrom(key, body[key]);
  return policy;
}

function patternsFrom(key, value) {
  const isValid =
    Array.isArray(value) && value.length > 0 && value.length <= MAX_PATTERNS && value.every(isText);
  if (!isValid) throw new HttpError(400, `${key} must be a list of 1 to ${MAX_PATTERNS} texts`);
  return value;
}

// Postgres cannot store a zero byte in a text.
function isText(value) {
  return typeof value === 'string' && value.length > 0 && value.length <= 200 && !value.includes('\0');
}

function wholeNumber(text, fallback) {
  if (text === null && fallback !== undefined) return fallback;
  return /^\d{1,10}$/.test(text) && Number(text) <= MAX_INTEGER ? Number(text) : undefined;
}
