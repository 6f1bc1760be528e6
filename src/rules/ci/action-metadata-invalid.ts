import { bad, defineRule, good } from '../rule.ts';
import { looksMade } from '../shared/build.ts';
import { isMissing } from '../shared/path.ts';

export default defineRule({
  id: 'action-metadata-invalid',
  area: 'ci',
  severity: 'critical',
  aliases: ['actionlint:action-metadata-syntax'],
  title: 'An action names a runtime or file that is not there',
  why: 'Every job that uses the action fails.',
  fix: 'Name a runtime that GitHub has, and files that are in the repository.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax'],
  on: 'action',
  *check(action, { project }) {
    const { using, runs, file } = action;
    if (using === undefined) return;
    if (!/^(?:composite|docker|node(?:20|24|2[6-9]))$/.test(using.value)) {
      const isOld = /^node(?:12|16)$/.test(using.value);
      yield {
        at: using.span,
        message: `${using.value} is ${isOld ? 'a runtime that GitHub has retired' : 'no runtime of actions'}`,
        ...(isOld ? { severity: 'medium' as const } : {}),
      };
    }
    for (const name of ['main', 'pre', 'post', 'image']) {
      const path = runs.get(name);
      if (path === undefined || path.value.startsWith('docker://')) continue;
      const folder = file.includes('/') ? `${file.slice(0, file.lastIndexOf('/'))}/` : '';
      const full = normal(`${folder}${path.value}`);
      if (full === undefined || looksMade(full) || !isMissing(project, full)) continue;
      yield { at: path.span, message: `The action starts ${path.value}, which does not exist` };
    }
  },
  examples: [
    bad(
      {
        'action.yml': `
        name: Setup
        runs:
          using: node18
          main: index.js
      `,
      },
      ['action.yml:3:10', 'action.yml:4:9'],
    ),
    good({
      'action.yml': `
        name: Setup
        runs:
          using: node24
          main: index.js
      `,
      'index.js': `
        console.log('ready');
      `,
    }),
  ],
});

function normal(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
