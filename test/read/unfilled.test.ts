import { expect, test } from 'vitest';
import { unfilledReason } from '../../src/read/unfilled.ts';

test.each([
  ['compose', 'services:\n  {% if db %}\n  db: {image: postgres}\n  {% endif %}\n', true],
  ['compose', 'services:\n  api:\n    image: {{ image }}\n', true],
  ['compose', 'services:\n  api:\n    environment:\n      URL: $SERVICE_FQDN_API_8080\n', true],
  [
    'compose',
    'services:\n  api:\n    image: "api:{{.Tag}}"\n    logging: {options: {tag: "{{.Name}}"}}\n',
    false,
  ],
  ['env', 'A=1\n{% if tls %}\nTLS=1\n{% endif %}\n', true],
  ['dockerfile', 'FROM node:{{ version }}\n{% for p in packages %}\nRUN x\n{% endfor %}\n', true],
  ['dockerfile', "FROM alpine\nRUN printf '{% raw' > x\n", false],
  ['workflow', `on: push\njobs: {a: {runs-on: x, env: {A: "\${{ 1 }}"}}}\n`, false],
  ['kubernetes', '{% if x %}', false],
] as const)('%s %j', (kind, text, isTemplate) => {
  expect(unfilledReason(kind, text) !== undefined).toBe(isTemplate);
});
