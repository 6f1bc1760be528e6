import { nearest } from '../../base/text.ts';
import { bad, defineRule, good } from '../rule.ts';
import { holdsUnsetVariable } from '../shared/problem-rule.ts';
import { isDefinedElsewhere, resolvedAt } from '../shared/stack.ts';
import { renamedAt, reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'model-undefined',
  area: 'compose',
  severity: 'critical',
  aliases: ['compose-go:undefined-model'],
  title: 'A service uses a model that is not defined',
  why: 'Compose refuses the whole project, so no service starts.',
  fix: 'Define the model at the top level, or correct the name.',
  references: ['https://docs.docker.com/reference/compose-file/models/'],
  on: 'service',
  *check(service, { stack, project }) {
    const uses = resolvedAt(stack, 'services', service.name, 'models');
    if (uses?.kind !== 'map') return;
    for (const [name, { span }] of uses.entries) {
      if (isDefinedElsewhere(project, stack, (other) => resolvedAt(other, 'models', name) !== undefined))
        continue;
      if (resolvedAt(stack, 'models', name) !== undefined || holdsUnsetVariable(project, span)) continue;
      const models = resolvedAt(stack, 'models');
      const near = nearest(name, models?.kind === 'map' ? models.entries.keys() : []);
      yield {
        at: span,
        message: `${service.name} uses model ${name}, which is not defined under models`,
        object: `services.${service.name}.models.${name}`,
        ...(near === undefined ? {} : reviewFix(`Use model ${near}`, renamedAt(project, span, name, near))),
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              models: [small]
        `,
      },
      'compose.yaml:4:14',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            chat:
              image: ghcr.io/acme/chat:1.4.2
              models:
                - lama # small
          models:
            llama:
              model: ai/smollm2
        `,
      },
      'compose.yaml:5:9',
      {
        'compose.yaml': `
          services:
            chat:
              image: ghcr.io/acme/chat:1.4.2
              models:
                - llama # small
          models:
            llama:
              model: ai/smollm2
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            models: [small]
        models:
          small: {model: ai/smollm2}
      `,
    }),
  ],
});
