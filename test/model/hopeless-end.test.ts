import { describe, expect, test } from 'vitest';
import { hopelessEnd } from '../../src/model/hopeless-end.ts';

const end = (code: number | undefined, ...words: readonly string[]) => ({ code, oom: false, words });

describe('a program that ended twice and cannot run', () => {
  test.each<[string, Parameters<typeof hopelessEnd>[0], string | undefined]>([
    ['needs more memory than it may have', { code: 137, oom: true, words: [] }, undefined],
    ['is no service', end(0, 'done'), undefined],
    ['is not there', end(127, 'sh: serve: not found'), undefined],
    ['may not be run', end(126), undefined],
    [
      'lacks a setting',
      end(1, 'web 1.2', ' fatal: DATABASE_URL is not set '),
      'fatal: DATABASE_URL is not set',
    ],
    [
      'is told an option that it does not know',
      end(2, 'error: unknown option --fsat'),
      'error: unknown option --fsat',
    ],
    [
      'lacks a module',
      end(1, "Error: Cannot find module 'express'", '    at main.js:1'),
      "Error: Cannot find module 'express'",
    ],
    [
      'lacks a file of its language',
      end(1, 'ModuleNotFoundError: No module named app'),
      'ModuleNotFoundError: No module named app',
    ],
    [
      'may not write',
      end(1, "EACCES: permission denied, mkdir '/data'"),
      "EACCES: permission denied, mkdir '/data'",
    ],
    [
      'has a variable that must be given',
      end(1, 'config: API_KEY must be set'),
      'config: API_KEY must be set',
    ],
  ])('%s', (_name, last, line) => {
    expect(hopelessEnd(last, 2)).toEqual({ line });
  });
});

describe('may go otherwise next time', () => {
  test.each<[string, Parameters<typeof hopelessEnd>[0]]>([
    ['a store that does not answer yet', end(1, 'Error: connect ECONNREFUSED 10.0.0.1:5432')],
    ['a name that is not there yet', end(1, 'getaddrinfo ENOTFOUND db')],
    ['a store that begins', end(1, 'FATAL: the database system is starting up')],
    ['a table that a migration is to make', end(1, 'relation "users" does not exist')],
    ['a right that somebody may grant', end(1, 'ERROR: permission denied for table users')],
    ['a setting besides a store that is away', end(1, 'cache: connection refused', 'REDIS_URL is required')],
    ['nothing that it says', end(1)],
    ['words of another kind', end(1, 'panic: runtime error: index out of range')],
    ['a signal', end(undefined, 'bye')],
  ])('%s', (_name, last) => {
    expect(hopelessEnd(last, 2)).toBeUndefined();
  });

  test('what has ended only once, whatever it says', () => {
    expect(hopelessEnd(end(127), 1)).toBeUndefined();
    expect(hopelessEnd({ code: 137, oom: true, words: [] }, 1)).toBeUndefined();
  });
});
