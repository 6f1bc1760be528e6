// Scripts and Makefiles: their commands, and where each word stands.
import { expect, test } from 'vitest';
import { isScriptName, readScript } from '../../src/read/script/script.ts';

function commands(file: string, text: string): readonly string[] {
  return (readScript(file, text)?.commands ?? []).map(({ words }) =>
    words.map((word) => word.text).join(' '),
  );
}

test.each<[string, boolean]>([
  ['deploy.sh', true],
  ['ops/Makefile', true],
  ['rules.mk', true],
  ['Makefile.md', false],
  ['deploy.py', false],
])('%s is a script: %s', (path, expected) => {
  expect(isScriptName(path)).toBe(expected);
});

test('recipes are read without their prefixes, and continued lines are one', () => {
  const text = 'DC = docker compose\nup: build\n\t@docker compose \\\n\t  up -d\n\t-docker ps\n';
  expect(commands('Makefile', text)).toEqual(['docker compose up -d', 'docker ps']);
});

test('words stand where the file has them', () => {
  const text = 'all:\n\t@docker compose -f prod.yaml up\n';
  const word = readScript('Makefile', text)?.commands[0]?.words[3];
  expect(text.slice(word?.span.start, word?.span.end)).toBe('prod.yaml');
});

test('scripts that neither deploy nor dump are left out', () => {
  expect(readScript('lint.sh', 'npm run lint\n')).toBeUndefined();
});

test.each<[string, boolean]>([
  ['set -euo pipefail\npg_dump a | gzip\n', true],
  ['set -e\npg_dump a | gzip\n', false],
])('%j has pipefail: %s', (text, expected) => {
  expect(readScript('backup.sh', text)?.pipefail).toBe(expected);
});
