import { bad, defineRule, good } from '../rule.ts';
import { valueAt } from '../shared/variables.ts';

export default defineRule({
  id: 'add-from-url',
  area: 'dockerfile',
  severity: 'low',
  aliases: ['kics:curl_or_wget_instead_of_add', 'checkov:CKV_DOCKER_4'],
  title: 'ADD takes a file from the network without a checksum',
  why: 'Whatever lies at the address on the day of the build lands in the image.',
  fix: 'Add `--checksum=sha256:…`, or fetch, verify and remove the file in one RUN.',
  references: ['https://docs.docker.com/reference/dockerfile/#add---checksum'],
  preset: 'strict',
  on: 'instruction',
  only: ['ADD'],
  *check(instruction, { dockerfile }) {
    const { keyword, flags, args } = instruction;
    if (keyword !== 'ADD' || flags.some(({ name }) => name === 'checksum')) return;
    for (const { value: written, span } of args.slice(0, -1)) {
      const value = valueAt(dockerfile, instruction, written) ?? written;
      // A repository is named by its commit.
      if (!/^https?:\/\//.test(value) || /\.git(?:#[0-9a-f]{40})?$/.test(value)) continue;
      yield { at: span, message: `ADD takes ${value} without a checksum`, object: `add ${value}` };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          ADD https://example.com/tool /usr/bin/tool
        `,
      },
      'Dockerfile:2:5',
    ),
    bad(
      {
        Dockerfile: `
          ARG VERSION=1.2.3
          FROM alpine:3.22
          ARG VERSION
          ENV TOOL_URL=https://example.com/tool-\${VERSION}
          ADD $TOOL_URL /usr/bin/tool
        `,
      },
      'Dockerfile:5:5',
    ),
    good({
      Dockerfile: `
        FROM alpine:3.22
        ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/t /t
        ADD rootfs.tar.gz /
        ARG ARCHIVE=app.tar.gz
        ARG JAR
        ADD $ARCHIVE $JAR /app/
      `,
    }),
  ],
});
