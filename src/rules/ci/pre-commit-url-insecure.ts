import { replace, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'pre-commit-url-insecure',
  area: 'ci',
  severity: 'medium',
  aliases: ['zizmor:insecure-url-scheme'],
  title: 'Hooks are fetched without encryption',
  why: 'Whoever sits on the way can put other code into the hooks, which then runs on every developer’s machine.',
  fix: 'Use the https address.',
  references: ['https://pre-commit.com/#pre-commit-configyaml---repos'],
  on: 'pre-commit',
  *check({ repositories }) {
    for (const { value, span } of repositories) {
      if (!/^(?:http|git):\/\//.test(value)) continue;
      const raw = span.end - span.start === value.length;
      const secure = value.replace(/^(?:http|git):/, 'https:');
      yield {
        at: span,
        message: `Hooks of ${value} are fetched without encryption`,
        ...(raw ? { fix: review('Use https', replace(span, secure)) } : {}),
      };
    }
  },
  examples: [
    bad(
      {
        '.pre-commit-config.yaml': `
        repos:
          - repo: http://github.com/acme/hooks
            rev: v1.2.0
            hooks: [{id: check}]
      `,
      },
      '.pre-commit-config.yaml:2:11',
      {
        '.pre-commit-config.yaml': `
        repos:
          - repo: https://github.com/acme/hooks
            rev: v1.2.0
            hooks: [{id: check}]
      `,
      },
    ),
    good({
      '.pre-commit-config.yaml': `
        repos:
          - repo: https://github.com/acme/hooks
            rev: v1.2.0
            hooks: [{id: check}]
          - repo: local
            hooks: []
      `,
    }),
  ],
});
