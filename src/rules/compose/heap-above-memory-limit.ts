import type { Located } from '../../base/span.ts';
import { formatBytes, parseBytes } from '../../base/units.ts';
import type { Service } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';

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
    for (const { at, bytes } of heapsOf(service)) {
      if (bytes < limit.value) continue;
      yield {
        at: at.span,
        message: `${service.name} may take ${formatBytes(bytes)} of heap, but is limited to ${formatBytes(limit.value)} of memory`,
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

interface Heap {
  readonly at: Located<string>;
  readonly bytes: number;
}

/** Heap sizes that the environment and the command name, the last of each text, which is the one that counts. */
function heapsOf(service: Service): readonly Heap[] {
  const values = [...service.environment.values()].flatMap(({ name, value }) =>
    value !== undefined && /(?:JAVA|JVM|HEAP|CATALINA|NODE)\w*OPT(?:ION)?S$|^JAVA_TOOL_OPTIONS$/.test(name)
      ? [value]
      : [],
  );
  return [...values, ...(service.command?.words ?? [])].flatMap((at) => {
    const java = [...at.value.matchAll(/(?:^|\s)-Xmx(\d+[kKmMgG]?)(?=\s|$)/g)].at(-1)?.[1];
    const node = [...at.value.matchAll(/(?:^|\s)--max[-_]old[-_]space[-_]size=(\d+)(?=\s|$)/g)].at(-1)?.[1];
    const bytes = java === undefined ? node && parseBytes(`${node}m`) : parseBytes(java);
    return typeof bytes === 'number' ? [{ at, bytes }] : [];
  });
}
