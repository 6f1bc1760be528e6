import { replaceUnder } from '../../syntax/yaml-edit.ts';
import { bad, defineRule, good } from '../rule.ts';
import { settingsStack } from '../shared/settings-stack.ts';
import { wrongPort } from '../shared/wrong-port.ts';
import { reviewFix, yamlOf } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'gate-port-not-listened',
  area: 'project',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A gate probes a port on which the service does not listen',
  why: 'The gate never opens: each rollout waits for its deadline and is undone.',
  fix: 'Probe the port inside the container.',
  references: ['https://docs.docker.com/compose/how-tos/networking/'],
  on: 'project',
  *check(project) {
    const found = settingsStack(project);
    if (found === undefined) return;
    for (const [name, { gate, span }] of found.settings.services) {
      const { probe } = gate;
      const service = found.stack.services.get(name);
      if (service === undefined || (probe?.kind !== 'http' && probe?.kind !== 'tcp')) continue;
      const wrong = wrongPort(project, probe.port, service);
      if (wrong === undefined) continue;
      yield {
        at: span,
        message: `the gate of ${name} probes port ${probe.port}, but ${name} listens on ${wrong.listens}`,
        object: `services.${name}.gate`,
        related: wrong.related,
        ...reviewFix(
          `Probe port ${wrong.listens}`,
          replaceUnder(yamlOf(project, span.file), span, ['gate', 'port'], wrong.listens),
        ),
      };
    }
  },
  examples: [
    bad(
      {
        'seaworthy.yaml': `
          services:
            api:
              gate: {http: /health, port: 8080}
        `,
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              ports: ["8080:3000"]
        `,
      },
      'seaworthy.yaml:2:3',
      {
        'seaworthy.yaml': `
          services:
            api:
              gate: {http: /health, port: 3000}
        `,
      },
    ),
    bad(
      {
        'seaworthy.yaml': `
          services:
              # the program itself
              api:
                  gate:
                      http: /health
                      port: 8080 # as published
        `,
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              ports: ["8080:3000"]
        `,
      },
      'seaworthy.yaml:3:5',
      {
        'seaworthy.yaml': `
          services:
              # the program itself
              api:
                  gate:
                      http: /health
                      port: 3000 # as published
        `,
      },
    ),
    good({
      'seaworthy.yaml': `
        services:
          api:
            gate: {http: /health, port: 3000}
      `,
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            ports: ["8080:3000"]
      `,
    }),
  ],
});
