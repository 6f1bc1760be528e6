import { replace, safe } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { writtenAt } from '../shared/source-text.ts';

export default defineRule({
  id: 'instruction-casing',
  area: 'dockerfile',
  severity: 'info',
  aliases: ['buildkit:ConsistentInstructionCasing'],
  title: 'Instructions are written in different cases',
  why: 'Mixed spelling makes a file harder to read and to search.',
  fix: 'Write all instructions in capitals.',
  references: ['https://docs.docker.com/reference/build-checks/consistent-instruction-casing/'],
  preset: 'strict',
  on: 'dockerfile',
  *check(dockerfile, { project }) {
    const written = dockerfile.instructions.map(({ keyword, keywordSpan }) => ({
      keyword,
      keywordSpan,
      text: writtenAt(project, keywordSpan),
    }));
    const lower = written.filter(({ text }) => text === text.toLowerCase()).length;
    const wantsLower = lower * 2 > written.length;
    for (const { keyword, keywordSpan, text } of written) {
      const wanted = wantsLower ? keyword.toLowerCase() : keyword;
      if (text === wanted || !/^[A-Z]+$/.test(keyword)) continue;
      yield {
        at: keywordSpan,
        message: `${text} is written unlike most instructions here (${wanted})`,
        object: `casing ${text}`,
        fix: safe(`Write ${wanted}`, replace(keywordSpan, wanted)),
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          Run echo hello
          CMD ["sh"]
        `,
      },
      'Dockerfile:2:1',
      {
        Dockerfile: `
          FROM alpine:3.22
          RUN echo hello
          CMD ["sh"]
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM alpine:3.22
        RUN echo hello
      `,
      'old/Dockerfile': `
        from alpine:3.22
        run echo hello
      `,
    }),
  ],
});
