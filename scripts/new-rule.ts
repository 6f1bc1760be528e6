// Makes the first version of a rule: npm run new:rule -- compose/port-published
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Area, areas, type NodeKind } from '../src/rules/rule.ts';

/** The node that most rules of an area look at, and where a problem of it stands. */
const nodes: Readonly<Record<Area, { readonly on: NodeKind; readonly name: string; readonly at: string }>> = {
  compose: { on: 'service', name: 'service', at: 'service.nameSpan' },
  dockerfile: { on: 'stage', name: 'stage', at: 'stage.base.span' },
  env: { on: 'env-file', name: 'envFile', at: '{ file: envFile.file, start: 0, end: 0 }' },
  kubernetes: { on: 'workload', name: 'workload', at: 'workload.object.nameSpan' },
  ci: { on: 'step', name: 'step', at: 'step.span' },
  project: { on: 'stack', name: 'stack', at: "{ file: stack.files[0] ?? '', start: 0, end: 0 }" },
};

const exampleFiles: Readonly<Record<Area, readonly [string, string]>> = {
  compose: ['compose.yaml', 'services:\n  api:\n    image: api:1.2.3'],
  dockerfile: ['Dockerfile', 'FROM node:22.12.0-alpine\nUSER node'],
  env: ['.env', 'PORT=3000'],
  kubernetes: ['k8s/api.yaml', 'apiVersion: v1\nkind: Service'],
  ci: [
    '.github/workflows/build.yaml',
    'on: push\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make',
  ],
  project: ['compose.yaml', 'services:\n  api:\n    image: api:1.2.3'],
};

function skeleton(area: Area, id: string): string {
  const { on, name, at } = nodes[area];
  const [file, text] = exampleFiles[area];
  const files = (indent: string) =>
    [
      '{',
      `  ${/^\w+$/.test(file) ? file : `'${file}'`}: \``,
      ...text.split('\n').map((line) => `    ${line}`),
      '  `,',
      '}',
    ].join(`\n${indent}`);
  return `import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: '${id}',
  area: '${area}',
  severity: 'medium',
  aliases: [],
  title: 'What is wrong, as a sentence without full stop',
  why: 'What happens to the user because of it.',
  fix: 'What to do about it.',
  references: [],
  on: '${on}',
  *check(${name}) {
    yield { at: ${at}, message: 'Subject and what is true here' };
  },
  examples: [
    bad(
      ${files('      ')},
      '${file}:1:1',
    ),
    good(${files('    ')}),
  ],
});
`;
}

function main(name: string): string | undefined {
  const [area, id, ...rest] = name.split('/');
  const known = areas.find((each) => each === area);
  if (known === undefined || id === undefined || rest.length > 0) {
    return `usage: npm run new:rule -- <${areas.join('|')}>/<id>`;
  }
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/.test(id)) {
    return `${id}: an id is kebab-case, the subject first, then the condition (image-tag-floating)`;
  }
  const path = `src/rules/${known}/${id}.ts`;
  if (existsSync(path)) return `${path} exists`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, skeleton(known, id));
  process.stdout.write(
    `${path}\nnext: write the rule, then npm run docs && npx vitest run test/rules.test.ts\n`,
  );
  return undefined;
}

const problem = main(process.argv[2] ?? '');
if (problem !== undefined) {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 64;
}
