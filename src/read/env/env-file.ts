// An env file of the repository, for review: its values as written, nothing replaced.
import type { EnvFile } from '../../model/env-file.ts';
import { type DotenvFile, isAcceptedInDotenv, readDotenv } from '../../syntax/dotenv.ts';
import { nameOf } from '../paths.ts';

export function envFileOf(file: string, text: string, ignoredByGit: boolean): EnvFile {
  return envFileOfTree(file, readDotenv(file, text), ignoredByGit);
}

export function envFileOfTree(file: string, tree: DotenvFile, ignoredByGit: boolean): EnvFile {
  return {
    file,
    entries: tree.entries.map(({ name, value, span }) => ({ name, value, span })),
    isExample: isExampleName(nameOf(file)),
    ignoredByGit,
    problems: tree.problems.map((problem) =>
      isAcceptedInDotenv(problem.code) ? { ...problem, accepted: true } : problem,
    ),
  };
}

/** `.env.example`, `.env.sample`, `example.env`, `.env.dist`, `.env.production.example`. */
export function isExampleName(name: string): boolean {
  return /(?:^|[._-])(?:example|sample|template|tmpl|dist|default|defaults)(?:$|[._-])/i.test(name);
}
