import type { Problem } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import type { TerraformContainer } from '../../model/terraform.ts';
import { bad, defineRule, good } from '../rule.ts';
import { builtImageOf } from '../shared/built-image.ts';
import { parseImage } from '../shared/image.ts';
import { pushedTags } from '../shared/workflow-builds.ts';
import { reviewFix, swapped } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'terraform-image-mismatch',
  area: 'project',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'Terraform runs an image in another way than this repository builds it',
  why: 'The pipeline is green, and what runs is an old image, or one that nobody reaches on the port that is asked.',
  fix: 'Deploy the tag that the pipeline pushes, and the port that the image exposes.',
  references: ['https://developer.hashicorp.com/terraform/language/values/variables'],
  on: 'terraform',
  *check(module, { project }) {
    for (const container of module.containers) {
      yield* tagProblems(project, container);
      yield* portProblems(project, container);
    }
  },
  examples: [
    bad(
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            image:
              runs-on: ubuntu-24.04
              steps:
                - uses: docker/build-push-action@v6
                  with: {context: api, push: true, tags: "ghcr.io/acme/api:2.0.0"}
        `,
        'api/Dockerfile': `
          FROM python:3.13-slim
          EXPOSE 8000
        `,
        'infra/main.tf': `
          resource "google_cloud_run_v2_service" "api" {
            template {
              containers {
                image = "ghcr.io/acme/api:1.4.2" # the last release
                ports { container_port = 8080 }
              }
            }
          }
        `,
      },
      ['infra/main.tf:4:15', 'infra/main.tf:5:32'],
      {
        'infra/main.tf': `
          resource "google_cloud_run_v2_service" "api" {
            template {
              containers {
                image = "ghcr.io/acme/api:2.0.0" # the last release
                ports { container_port = 8000 }
              }
            }
          }
        `,
      },
    ),
    good({
      '.github/workflows/ci.yml': `
        on: push
        jobs:
          image:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v6
                with: {context: api, push: true, tags: "ghcr.io/acme/api:2.0.0"}
      `,
      'api/Dockerfile': `
        FROM python:3.13-slim
        EXPOSE 8000
      `,
      'infra/main.tf': `
        variable "image" {}
        resource "google_cloud_run_v2_service" "api" {
          template {
            containers {
              image = "ghcr.io/acme/api:2.0.0"
              ports { container_port = 8000 }
            }
            containers {
              image = var.image
            }
          }
        }
      `,
    }),
  ],
});

function* tagProblems(project: Project, { image, resource }: TerraformContainer): Iterable<Problem> {
  const parsed = image && parseImage(image.value);
  if (image === undefined || parsed === undefined || parsed.digest !== undefined) return;
  const pushed = pushedTags(project, parsed.repository);
  const tag = parsed.tag ?? 'latest';
  const [first] = pushed ?? [];
  if (pushed === undefined || first === undefined || pushed.some(({ value }) => value === tag)) return;
  yield {
    at: image.span,
    message: `${resource} runs ${parsed.repository}:${tag}, and the pipeline pushes only ${pushed.map(({ value }) => value).join(', ')}`,
    object: resource,
    related: [{ at: first.span, message: 'pushed here' }],
    ...(new Set(pushed.map(({ value }) => value)).size === 1 && parsed.tag !== undefined
      ? reviewFix(`Run ${first.value}`, swapped(project, image, `:${tag}`, `:${first.value}`))
      : {}),
  };
}

function* portProblems(project: Project, { image, ports, resource }: TerraformContainer): Iterable<Problem> {
  const built = builtImageOf(project, { image });
  const expose = built?.stage.image.expose ?? [];
  if (expose.length === 0) return;
  for (const { value, span } of ports) {
    if (expose.some((one) => one.value === value)) continue;
    yield {
      at: span,
      message: `${resource} asks for port ${value}, its image exposes ${expose.map((one) => one.value).join(', ')}`,
      object: resource,
      severity: 'medium',
      related: expose.map((one) => ({ at: one.span, message: `EXPOSE ${one.value}` })),
      ...(expose.length === 1 && ports.length === 1
        ? reviewFix(
            `Ask for ${expose[0]?.value}`,
            swapped(project, { span }, String(value), String(expose[0]?.value)),
          )
        : {}),
    };
  }
}
