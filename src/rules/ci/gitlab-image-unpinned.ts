import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'gitlab-image-unpinned',
  area: 'ci',
  severity: 'info',
  aliases: ['checkov:CKV_GITLABCI_3'],
  title: 'A pipeline of GitLab uses an image by its tag',
  why: 'What the jobs run in changes when the tag is pushed again.',
  fix: 'Add the digest.',
  references: ['https://docs.gitlab.com/ci/yaml/#image'],
  preset: 'strict',
  on: 'gitlab',
  *check({ images }) {
    for (const { value, span } of images) {
      if (!value.includes('@sha256:') && !value.includes('$'))
        yield { at: span, message: `The pipeline uses the image ${value}` };
    }
  },
  examples: [
    bad(
      {
        '.gitlab-ci.yml': `
        test:
          image: node:22
          script: [make test]
      `,
      },
      '.gitlab-ci.yml:2:10',
    ),
    good({
      '.gitlab-ci.yml': `
        test:
          image: node:22@sha256:9bef0ef1e268f60627da9ba7d7605e8831d5b56ad07487d24d1aa386336d1944
          script: [make test]
      `,
    }),
  ],
});
