import { commandsOf } from '../../syntax/shell.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'gitlab-curl-sends-variables',
  area: 'ci',
  severity: 'low',
  aliases: ['checkov:CKV_GITLABCI_1'],
  title: 'A script of GitLab sends a variable of the pipeline',
  why: 'Tokens among the variables of a pipeline go to whoever answers at that address.',
  fix: 'Send only what is meant, to a fixed address.',
  references: ['https://docs.gitlab.com/ci/jobs/ci_job_token/'],
  preset: 'strict',
  on: 'gitlab',
  *check({ jobs }) {
    for (const { scripts } of jobs) {
      for (const script of scripts) {
        for (const { words, start, end } of commandsOf(script.value)) {
          const isSent =
            words[0]?.text === 'curl' &&
            words.some(({ text }) => /\$\{?(?:CI_\w*(?:TOKEN|PASSWORD)|CI_JOB_JWT\w*)\b/.test(text));
          if (isSent) yield { at: script.place(start, end), message: 'curl sends a token of the pipeline' };
        }
      }
    }
  },
  examples: [
    bad(
      {
        '.gitlab-ci.yml': `
        notify:
          script:
            - 'curl -H "TOKEN: $CI_JOB_TOKEN" https://hooks.acme.example/'
      `,
      },
      '.gitlab-ci.yml:3:8',
    ),
    good({
      '.gitlab-ci.yml': `
        notify:
          script:
            - 'curl -d "$CI_COMMIT_SHA" https://hooks.acme.example/'
      `,
    }),
  ],
});
