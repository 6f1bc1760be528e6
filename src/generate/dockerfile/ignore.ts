// What does not belong into an image: secrets, what is installed anew, and what only people read.
import type { Program } from '../../model/program.ts';

const always = [
  '.git',
  '.github',
  '.env',
  '.env.*',
  '**/*.pem',
  '**/*.key',
  'Dockerfile*',
  '.dockerignore',
  'compose*.yaml',
  'docker-compose*.yml',
  '*.md',
];
const own: Readonly<Record<Program['kind'], readonly string[]>> = {
  node: ['**/node_modules', 'coverage', 'dist', '.next', 'npm-debug.log*'],
  python: ['**/__pycache__', '.venv', 'venv', '.pytest_cache', '.mypy_cache', 'htmlcov'],
  go: ['bin', '**/*.test', 'coverage.out'],
  java: ['target', 'build', '.gradle', '.idea'],
  static: ['**/node_modules'],
};

export function ignoreFile(program: Program): string {
  const used = new Set([program.pages, ...(program.start ?? []).map((word) => word.split('/')[0])]);
  const lines = own[program.kind].filter((line) => program.build !== undefined || !used.has(line));
  return [
    '# Secrets never: whoever has the image can read them.',
    '# Not what the build makes or installs itself, nor what no program reads.',
    ...always,
    ...lines,
    '',
  ].join('\n');
}
