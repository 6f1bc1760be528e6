import { replace, safe } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'expose-protocol-casing',
  area: 'dockerfile',
  severity: 'info',
  aliases: ['buildkit:ExposeProtoCasing'],
  title: 'EXPOSE has a protocol in capital letters',
  why: 'Tools that compare the text do not find the port.',
  fix: 'Write the protocol in lower case.',
  references: ['https://docs.docker.com/reference/build-checks/expose-proto-casing/'],
  preset: 'strict',
  on: 'instruction',
  only: ['EXPOSE'],
  *check({ keyword, args }) {
    if (keyword !== 'EXPOSE') return;
    for (const { value, span } of args) {
      if (!/^[^"'$]+\/(?=[a-z]*[A-Z])[A-Za-z]+$/.test(value) || span.end - span.start !== value.length)
        continue;
      const wanted = value.toLowerCase();
      yield {
        at: span,
        message: `EXPOSE has the protocol of ${value} in capital letters`,
        object: `expose ${value}`,
        fix: safe(`Write ${wanted}`, replace(span, wanted)),
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          EXPOSE 80/TCP
        `,
      },
      'Dockerfile:2:8',
      {
        Dockerfile: `
          FROM alpine:3.22
          EXPOSE 80/tcp
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM alpine:3.22
        EXPOSE 80/tcp $PORT/UDP
      `,
    }),
  ],
});
