import { formatBytes } from '../../base/units.ts';
import type { Service } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { cachesIn, heapsIn, holdsOptions, type MemorySetting } from '../shared/memory-settings.ts';

export default defineRule({
  id: 'heap-above-memory-limit',
  area: 'compose',
  severity: 'high',
  aliases: [],
  title: 'A program may take more memory than its container has',
  why: 'The kernel kills the process as soon as the heap is really used, mostly under load.',
  fix: 'Keep the heap at about three quarters of the memory limit, or raise the limit.',
  references: ['https://docs.oracle.com/en/java/javase/21/docs/specs/man/java.html'],
  on: 'service',
  *check(service) {
    const limit = service.resources.memoryLimit;
    if (limit === undefined) return;
    for (const { at, bytes, kind } of settingsOf(service)) {
      if (bytes < limit.value) continue;
      yield {
        at: at.span,
        message: `${service.name} may take ${formatBytes(bytes)} of ${kind}, but is limited to ${formatBytes(limit.value)} of memory`,
        object: `services.${service.name}.memory`,
        related: [{ at: limit.span, message: 'the memory limit is set here' }],
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            search:
              image: elasticsearch:8.15.0
              environment:
                ES_JAVA_OPTS: -Xms2g -Xmx2g
              mem_limit: 1g
        `,
      },
      'compose.yaml:5:21',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            cache:
              image: redis:7.4-alpine
              command: [redis-server, --maxmemory, 512mb]
              mem_limit: 256m
        `,
      },
      'compose.yaml:4:42',
    ),
    good({
      'compose.yaml': `
        services:
          search:
            image: elasticsearch:8.15.0
            environment:
              ES_JAVA_OPTS: -Xms768m -Xmx768m
            mem_limit: 1g
          web:
            image: ghcr.io/acme/web:1.4.2
            environment:
              NODE_OPTIONS: --max-old-space-size=384
            mem_limit: 512m
      `,
    }),
  ],
});

/** Sizes that the environment and the command name. */
function settingsOf(service: Service): readonly MemorySetting[] {
  const words = service.command?.words ?? [];
  const values = [...service.environment.values()].flatMap(({ name, value }) =>
    value !== undefined && holdsOptions(name) ? [value] : [],
  );
  return [...[...values, ...words].flatMap(heapsIn), ...cachesIn(words)];
}
