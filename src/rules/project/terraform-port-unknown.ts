import type { TerraformContainer, TerraformModule } from '../../model/terraform.ts';
import type { HclBlock, HclValue } from '../../syntax/hcl.ts';
import { bad, defineRule, good } from '../rule.ts';
import { reviewFix, swapped } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'terraform-port-unknown',
  area: 'project',
  severity: 'critical',
  aliases: [],
  title: 'A service of ECS forwards to a port or container that its task does not have',
  why: 'AWS refuses the service ("the container did not have a container port defined"), so that apply stops halfway.',
  fix: 'Name a container of the task definition and one of its port mappings.',
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html'],
  on: 'terraform',
  *check(module, { project }) {
    for (const service of module.blocks) {
      if (service.type !== 'resource' || service.labels[0]?.value !== 'aws_ecs_service') continue;
      const containers = taskOf(module, service);
      if (containers.length === 0) continue;
      for (const balancer of service.body.blocks.filter(({ type }) => type === 'load_balancer')) {
        const name = valueUnder(balancer, 'container_name');
        const port = valueUnder(balancer, 'container_port');
        if (name?.kind !== 'string' || name.dynamic) continue;
        const named = containers.find((one) => one.name?.value === name.value);
        const title = service.labels.map(({ value }) => value).join('.');
        if (named === undefined) {
          if (containers.some((one) => one.name === undefined)) continue;
          const others = containers.map((one) => one.name?.value).join(', ');
          yield {
            at: name.span,
            message: `${title} forwards to container ${name.value}, its task has ${others}`,
            object: title,
            ...(containers.length === 1
              ? reviewFix(`Forward to ${others}`, swapped(project, name, name.value, others))
              : {}),
          };
          continue;
        }
        if (port?.kind !== 'number' || !named.allPorts || hasPort(named, port.value)) continue;
        const ports = named.ports.map(({ value }) => value).join(', ') || 'none';
        yield {
          at: port.span,
          message: `${title} forwards to port ${port.value} of container ${name.value}, whose ports are ${ports}`,
          object: title,
          related: [{ at: named.name?.span ?? named.span, message: `container ${name.value}` }],
          ...(named.ports.length === 1
            ? reviewFix(`Forward to port ${ports}`, swapped(project, port, String(port.value), ports))
            : {}),
        };
      }
    }
  },
  examples: [
    bad(
      {
        'infra/main.tf': `
          resource "aws_ecs_task_definition" "api" {
            container_definitions = jsonencode([{ name = "api", image = "ghcr.io/acme/api:1.4.2", portMappings = [{ containerPort = 8080 }] }])
          }
          resource "aws_ecs_service" "api" {
            task_definition = aws_ecs_task_definition.api.arn
            load_balancer {
              container_name = "api"
              container_port = 80
            }
          }
        `,
      },
      'infra/main.tf:8:22',
      {
        'infra/main.tf': `
          resource "aws_ecs_task_definition" "api" {
            container_definitions = jsonencode([{ name = "api", image = "ghcr.io/acme/api:1.4.2", portMappings = [{ containerPort = 8080 }] }])
          }
          resource "aws_ecs_service" "api" {
            task_definition = aws_ecs_task_definition.api.arn
            load_balancer {
              container_name = "api"
              container_port = 8080
            }
          }
        `,
      },
    ),
    bad(
      {
        'main.tf': `
          resource "aws_ecs_task_definition" "web" {
            container_definitions = jsonencode([{ name = "web", image = "ghcr.io/acme/web:1.4.2", portMappings = [{ containerPort = 80 }] }])
          }
          resource "aws_ecs_service" "web" {
            task_definition = aws_ecs_task_definition.web.arn
            load_balancer {
              container_name = "front" # its only one
              container_port = 80
            }
          }
        `,
      },
      'main.tf:7:22',
      {
        'main.tf': `
          resource "aws_ecs_task_definition" "web" {
            container_definitions = jsonencode([{ name = "web", image = "ghcr.io/acme/web:1.4.2", portMappings = [{ containerPort = 80 }] }])
          }
          resource "aws_ecs_service" "web" {
            task_definition = aws_ecs_task_definition.web.arn
            load_balancer {
              container_name = "web" # its only one
              container_port = 80
            }
          }
        `,
      },
    ),
    good({
      'infra/main.tf': `
        resource "aws_ecs_task_definition" "api" {
          family                = "api"
          container_definitions = <<-JSON
            [{"name": "api", "image": "ghcr.io/acme/api:1.4.2", "portMappings": [{"containerPort": 8080}]}]
          JSON
        }
        resource "aws_ecs_service" "api" {
          task_definition = aws_ecs_task_definition.api.arn
          load_balancer {
            container_name = "api"
            container_port = 8080
          }
        }
      `,
    }),
  ],
});

function taskOf(module: TerraformModule, service: HclBlock): readonly TerraformContainer[] {
  const task = valueUnder(service, 'task_definition');
  const resource = task?.kind === 'reference' ? task.path.split('.').slice(0, 2).join('.') : undefined;
  return module.containers.filter((container) => container.resource === resource);
}

function hasPort({ ports }: TerraformContainer, port: number): boolean {
  return ports.some(({ value }) => value === port);
}

function valueUnder({ body }: HclBlock, name: string): HclValue | undefined {
  return body.attributes.find((each) => each.name === name)?.value;
}
