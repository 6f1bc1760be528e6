import { nearest } from '../../base/text.ts';
import { bad, defineRule, good } from '../rule.ts';
import { holdsUnsetVariable } from '../shared/problem-rule.ts';
import { isDefinedElsewhere, resolvedAt } from '../shared/stack.ts';
import { reviewFix, swapped } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'build-context-undefined',
  area: 'compose',
  severity: 'critical',
  aliases: ['compose-go:additional-contexts'],
  title: 'A build stands on a service that is not built',
  why: 'Compose refuses to build the project.',
  fix: 'Name a service that has `build`, or an image as `docker-image://`.',
  references: ['https://docs.docker.com/reference/compose-file/build/#additional_contexts'],
  on: 'service',
  *check(service, { stack, project }) {
    const contexts = resolvedAt(stack, 'services', service.name, 'build', 'additional_contexts');
    if (contexts?.kind !== 'map') return;
    for (const node of contexts.entries.values()) {
      const name = /^service:(.+)$/.exec(node.kind === 'scalar' ? String(node.value) : '')?.[1];
      if (name === undefined || stack.services.get(name)?.build !== undefined) continue;
      const isBuilt = (other: typeof stack) => other.services.get(name)?.build !== undefined;
      if (holdsUnsetVariable(project, node.span) || isDefinedElsewhere(project, stack, isBuilt)) continue;
      const what = stack.services.has(name) ? 'which has no build' : 'which no file of the stack defines';
      const built = [...stack.services.values()].filter(
        (other) => other.build !== undefined && other !== service,
      );
      const near = nearest(
        name,
        built.map((other) => other.name),
      );
      yield {
        at: node.span,
        message: `${service.name} builds on service ${name}, ${what}`,
        object: `services.${service.name}.build.additional_contexts.${name}`,
        ...(near === undefined
          ? {}
          : reviewFix(`Build on ${near}`, swapped(project, node, `service:${name}`, `service:${near}`))),
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build:
                context: .
                additional_contexts:
                  base: service:base
            base:
              image: ghcr.io/acme/base:1.4.2
        `,
        Dockerfile: 'FROM base\n',
      },
      'compose.yaml:6:15',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            base:
              build: base
            api:
              build:
                context: api
                additional_contexts:
                  - base=service:bases # shared layers
        `,
        'base/Dockerfile': `
          FROM alpine:3.20
        `,
        'api/Dockerfile': `
          FROM base
        `,
      },
      'compose.yaml:8:16',
      {
        'compose.yaml': `
          services:
            base:
              build: base
            api:
              build:
                context: api
                additional_contexts:
                  - base=service:base # shared layers
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            build:
              context: .
              additional_contexts:
                base: service:base
          base:
            build: ./base
      `,
      Dockerfile: 'FROM base\n',
      'base/Dockerfile': 'FROM node:22.11-alpine\n',
    }),
  ],
});
