import { bad, defineRule, good } from '../rule.ts';
import { runText, stageName } from '../shared/installs.ts';
import { runCommands } from '../shared/run.ts';

export default defineRule({
  id: 'download-over-http',
  area: 'dockerfile',
  severity: 'medium',
  confidence: 'likely',
  aliases: ['dd-iac:avoid_http'],
  title: 'A build downloads over plain HTTP and checks nothing',
  why: 'Whoever sits between can put any program into the image, and the build does not notice.',
  fix: 'Take the https address, or compare the file with a checksum that stands in the Dockerfile.',
  references: ['https://docs.docker.com/reference/dockerfile/#add---checksum'],
  joins: 'file',
  on: 'instruction',
  only: ['RUN', 'ADD'],
  *check(instruction, { dockerfile, stage }) {
    // What is compared or verified afterwards may come any way.
    if (/sha\d+sum|shasum|\bgpg|\bmd5sum|minisign|cosign|openssl\s+dgst/.test(runText(instruction))) return;
    const found = runCommands(dockerfile, instruction)
      .filter(({ program }) => program === 'curl' || program === 'wget')
      .flatMap(({ args }) => args.filter(({ text }) => isRemoteHttp(text)));
    const checked = instruction.flags.some(({ name }) => name === 'checksum');
    if (instruction.keyword === 'ADD' && !checked) {
      for (const { value, span } of instruction.args.slice(0, -1)) {
        if (isRemoteHttp(value))
          found.push({ text: value, raw: value, span, at: 0, dynamic: false, quoted: false });
      }
    }
    for (const { text, span } of found) {
      yield {
        at: span,
        message: `${text} is fetched over plain HTTP and not checked`,
        object: `${stageName(stage)} ${text}`,
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          RUN wget -O /tmp/a.tgz http://downloads.example.com/a.tgz && tar -xzf /tmp/a.tgz
          ADD http://downloads.example.com/b.jar /opt/b.jar
        `,
      },
      ['Dockerfile:2:24', 'Dockerfile:3:5'],
    ),
    good({
      Dockerfile: `
        FROM alpine:3.22
        RUN wget -O a.tgz http://downloads.example.com/a.tgz && echo "$SUM a.tgz" | sha256sum -c
        RUN curl -f http://localhost:3000/up; curl -f http://mirror/x; curl -fO https://example.com/x
        ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d http://example.com/b /b
      `,
    }),
  ],
});

/** Hosts without a dot, addresses of private networks and variables are the builder's own affair. */
function isRemoteHttp(text: string): boolean {
  const host = /^http:\/\/([^/:?#$]+)(?:[/:?#]|$)/i.exec(text)?.[1]?.toLowerCase() ?? '';
  if (!host.includes('.') || /\.(?:local|internal|lan|test|localhost)$/.test(host)) return false;
  return !/^(?:127|10|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))\.[\d.]+$/.test(host);
}
