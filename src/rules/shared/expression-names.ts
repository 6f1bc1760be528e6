// Names that expressions can use.
// Source: https://docs.github.com/en/actions/reference/workflows-and-actions/contexts and …/expressions#functions

export const contexts: ReadonlySet<string> = new Set([
  'github',
  'env',
  'vars',
  'job',
  'jobs',
  'steps',
  'runner',
  'secrets',
  'strategy',
  'matrix',
  'needs',
  'inputs',
]);

/** Lower case -> as documented. */
export const functions: ReadonlyMap<string, string> = new Map(
  [
    'contains',
    'startsWith',
    'endsWith',
    'format',
    'join',
    'toJSON',
    'fromJSON',
    'hashFiles',
    'case',
    'success',
    'always',
    'cancelled',
    'failure',
  ].map((name) => [name.toLowerCase(), name]),
);

/** Functions that work at some keys only. */
export const placedFunctions: ReadonlySet<string> = new Set([
  'success',
  'always',
  'cancelled',
  'failure',
  'hashfiles',
]);
