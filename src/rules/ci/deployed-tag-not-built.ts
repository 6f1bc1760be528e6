import type { Located } from '../../base/span.ts';
import type { Project } from '../../model/project.ts';
import { bad, defineRule, good } from '../rule.ts';
import { parseImage } from '../shared/image.ts';

export default defineRule({
  id: 'deployed-tag-not-built',
  area: 'ci',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A compose file runs a tag of an image that the pipeline never pushes',
  why: 'What is deployed is an old image, or none: the pipeline is green, and the change does not arrive.',
  fix: 'Push the tag that is deployed, or deploy the tag that is pushed.',
  references: ['https://docs.docker.com/build/ci/github-actions/manage-tags-labels/'],
  on: 'stack',
  *check(stack, { project }) {
    for (const service of stack.services.values()) {
      const image = service.image === undefined ? undefined : parseImage(service.image.value);
      if (
        image === undefined ||
        service.image === undefined ||
        image.digest !== undefined ||
        service.build !== undefined
      )
        continue;
      const pushed = pushedTags(project, image.repository);
      const tag = image.tag ?? 'latest';
      const [first] = pushed ?? [];
      if (pushed === undefined || first === undefined || pushed.some(({ value }) => value === tag)) continue;
      yield {
        at: service.image.span,
        message: `${service.name} runs ${image.repository}:${tag}, and the pipeline pushes only ${pushed.map(({ value }) => value).join(', ')}`,
        object: `services.${service.name}.image`,
        related: [{ at: first.span, message: 'pushed here' }],
      };
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
                with: {context: ., push: true, tags: "ghcr.io/acme/api:\${{ github.sha }}"}
      `,
        'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:latest
      `,
        Dockerfile: `
        FROM node:22.11-alpine
      `,
      },
      'compose.yaml:3:12',
    ),
    good({
      '.github/workflows/ci.yml': `
        on: push
        jobs:
          image:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v6
                with:
                  context: .
                  push: true
                  tags: |
                    ghcr.io/acme/api:\${{ github.sha }}
                    ghcr.io/acme/api:latest
      `,
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:latest
      `,
      Dockerfile: `
        FROM node:22.11-alpine
      `,
    }),
  ],
});

/** Tags under which the pipelines push the image; undefined when one of them is known to the run alone. */
function pushedTags(project: Project, repository: string): readonly Located<string>[] | undefined {
  const found: Located<string>[] = [];
  for (const { tags, pushes, workflow } of project.ci.imageBuilds) {
    if (!pushes) continue;
    for (const { value, span } of tags) {
      const [name = '', ...rest] = value.split(/:(?!\/\/)(?=[^/]*$)/);
      const isHidden = name.includes('${') || name.startsWith('$');
      if (isHidden) return undefined;
      if (parseImage(name)?.repository !== repository) continue;
      const tag = rest.join(':');
      // A commit is never the tag of a file that is under version control.
      const isCommit = /^(?:sha-)?\$\{\{\s*github\.sha\s*\}\}$/.test(tag);
      if (tag.includes('$') && !isCommit) return undefined;
      found.push({ value: isCommit ? 'the commit' : tag === '' ? 'latest' : tag, span });
    }
    // Tags may also be set by hand (docker tag, crane, imagetools).
    const text = project.texts.get(workflow.file)?.text ?? '';
    if (
      /\bdocker (?:image )?tag\b|\bimagetools create\b|\bcrane (?:tag|copy|cp)\b|\bskopeo copy\b|\bsed -i\b|\bkustomize edit\b/.test(
        text,
      )
    )
      return undefined;
  }
  return found;
}
