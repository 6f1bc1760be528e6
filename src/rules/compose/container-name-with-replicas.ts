import { bad, defineRule, good } from '../rule.ts';
import { removeFromService } from '../shared/service-fix.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'container-name-with-replicas',
  area: 'compose',
  severity: 'critical',
  aliases: ['compose-go:container-name-scale'],
  title: 'A service with a container name has several replicas',
  why: 'Compose refuses the project: a name can belong to one container only.',
  fix: 'Drop `container_name`, or run one replica.',
  references: ['https://docs.docker.com/reference/compose-file/services/#container_name'],
  joins: 'file',
  on: 'service',
  *check(service, { project }) {
    const { containerName, replicas } = service;
    if (containerName === undefined || replicas === undefined || replicas.value < 2) return;
    yield {
      at: containerName.span,
      message: `${service.name} has container name ${containerName.value} and ${replicas.value} replicas`,
      object: `services.${service.name}.container_name`,
      related: [{ at: replicas.span, message: 'the replicas are set here' }],
      ...reviewFix('Let compose name the containers', removeFromService(project, service, 'container_name')),
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            worker:
              image: ghcr.io/acme/worker:1.4.2
              container_name: worker
              deploy:
                replicas: 3
        `,
      },
      'compose.yaml:4:21',
      {
        'compose.yaml': `
          services:
            worker:
              image: ghcr.io/acme/worker:1.4.2
              deploy:
                replicas: 3
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            worker:
              image: ghcr.io/acme/worker:1.4.2
              container_name: worker # as the runbook calls it
              deploy: { replicas: 2 }
        `,
      },
      'compose.yaml:4:21',
      {
        'compose.yaml': `
          services:
            worker:
              image: ghcr.io/acme/worker:1.4.2
              # as the runbook calls it
              deploy: { replicas: 2 }
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          worker:
            image: ghcr.io/acme/worker:1.4.2
            deploy:
              replicas: 3
          api:
            image: ghcr.io/acme/api:1.4.2
            container_name: api
            deploy:
              replicas: 1
      `,
    }),
  ],
});
