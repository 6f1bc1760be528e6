import type { Related } from '../../model/finding.ts';
import type { Service, Stack } from '../../model/service.ts';
import type { SourceFact } from '../../model/source.ts';
import { bad, defineRule, good } from '../rule.ts';
import { lineText } from '../shared/command.ts';
import { addressesOf } from '../shared/env-address.ts';
import { stageOf } from '../shared/image.ts';
import { isTestPath } from '../shared/source.ts';

type Listen = Extract<SourceFact, { kind: 'listen' }>;

export default defineRule({
  id: 'listens-on-loopback',
  area: 'compose',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'A program listens on localhost inside its container, where others call it',
  why: 'Localhost of a container is reached only from within it: published ports and other services are refused.',
  fix: 'Listen on 0.0.0.0.',
  references: ['https://docs.docker.com/engine/network/#published-ports'],
  on: 'service',
  *check(service, { link, stack }) {
    if (!service.enabled || service.networkMode !== undefined || link === undefined) return;
    const image = stageOf(link)?.image;
    const command = [service.entrypoint ?? image?.entrypoint, service.command ?? image?.cmd]
      .map(lineText)
      .join(' ')
      .trim();
    // A server that is told its address on the command line does not get to the call in the code.
    if (!/^(?:node|python3?|\.?\/[\w./-]+|[\w-]+)(?:\s|$)/.test(command) || servers.test(command)) return;
    const started = link.sources.filter(({ file }) => !isTestPath(file));
    const listens = started.flatMap(({ facts }) =>
      facts.filter((fact): fact is Listen => fact.kind === 'listen'),
    );
    const [first] = listens;
    if (first === undefined || !listens.every(isLoopbackOnly)) return;
    const caller = callerOf(service, stack);
    if (caller === undefined) return;
    yield {
      at: first.at,
      message: `${service.name} listens on ${first.host} at port ${first.port}, where nobody outside of its container gets to`,
      object: `services.${service.name}.listen`,
      related: [caller],
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build: .
              ports: ["3000:3000"]
        `,
        Dockerfile: `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY server.js ./
          CMD ["node", "server.js"]
        `,
        'server.js': "app.listen(3000, '127.0.0.1');\n",
      },
      'server.js:1:12',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            build: .
            ports: ["3000:3000"]
      `,
      Dockerfile: `
        FROM node:22.11-alpine
        WORKDIR /app
        COPY server.js ./
        CMD ["node", "server.js"]
      `,
      'server.js': "app.listen(3000, '0.0.0.0');\nadmin.listen(9000, '127.0.0.1');\n",
    }),
  ],
});

const servers =
  /\b(?:uvicorn|gunicorn|hypercorn|flask|daphne|granian|waitress|fastapi|npm|yarn|pnpm|sh|bash)\b/;

function isLoopbackOnly({ host, confidence, variable }: Listen): boolean {
  return (
    confidence !== 'possible' &&
    variable === undefined &&
    (host === '127.0.0.1' || host === 'localhost' || host === '::1')
  );
}

/** Who calls the service: a published port, or a variable of another one. */
function callerOf(service: Service, stack: Stack): Related | undefined {
  const [port] = service.ports;
  if (port !== undefined) return { at: port.span, message: 'its port is published here' };
  for (const other of stack.services.values()) {
    const address =
      other === service ? undefined : addressesOf(other).find(({ host }) => host === service.name);
    if (address !== undefined) return { at: address.value.span, message: `${other.name} calls it` };
  }
  return undefined;
}
