import type { BuildLink } from '../../model/project.ts';
import { bad, defineRule, good } from '../rule.ts';
import { parseImage } from '../shared/image.ts';
import { stageName } from '../shared/installs.ts';
import { resolvedAt } from '../shared/stack.ts';

/** Namespaces of Docker Hub that hold one architecture each: https://github.com/docker-library/official-images#architectures-other-than-amd64 */
const namespaces: Readonly<Record<string, string>> = {
  amd64: 'amd64',
  i386: '386',
  arm32v5: 'arm',
  arm32v6: 'arm',
  arm32v7: 'arm',
  arm64v8: 'arm64',
  ppc64le: 'ppc64le',
  s390x: 's390x',
  riscv64: 'riscv64',
  mips64le: 'mips64le',
};

export default defineRule({
  id: 'base-platform-differs',
  area: 'dockerfile',
  severity: 'medium',
  aliases: ['buildkit:InvalidBaseImagePlatform'],
  title: 'The base image is for another platform than the build',
  why: 'Each RUN and the container itself stop with "exec format error", or run under slow emulation.',
  fix: 'Take the image without the architecture in its name, or build for that platform.',
  references: ['https://docs.docker.com/reference/build-checks/invalid-base-image-platform/'],
  on: 'stage',
  *check(stage, { links }) {
    const image = stage.baseResolved === undefined ? undefined : parseImage(stage.baseResolved);
    const space = image?.repository.split('/')[0] ?? '';
    const has = Object.hasOwn(namespaces, space) ? namespaces[space] : undefined;
    if (has === undefined || stage.baseStage !== undefined) return;
    const wanted = stage.platform === undefined ? platformOf(links, stage.index) : stage.platform.value;
    const architecture = wanted?.split('/').at(wanted.includes('/') ? 1 : 0);
    if (wanted === undefined || wanted.includes('$') || architecture === has) return;
    yield {
      at: stage.base.span,
      message: `the base image ${image?.repository} is for ${has}, and the build is for ${wanted}`,
      object: `${stageName(stage)} platform`,
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build: .
              platform: linux/amd64
        `,
        Dockerfile: `
          FROM arm64v8/node:22.11
          CMD ["node", "server.js"]
        `,
      },
      'Dockerfile:1:6',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            build: .
            platform: linux/arm64
      `,
      Dockerfile: `
        FROM --platform=linux/amd64 amd64/golang:1.25 AS build
        FROM arm64v8/node:22.11
      `,
    }),
  ],
});

/** The one platform that all services which build the stage ask for. */
function platformOf(links: readonly BuildLink[], stage: number): string | undefined {
  const platforms = new Set(
    links
      .filter((link) => link.stage === stage)
      .map(({ stack, service }) => {
        const node = resolvedAt(stack, 'services', service.name, 'platform');
        return node?.kind === 'scalar' && node.value !== null ? String(node.value) : undefined;
      }),
  );
  return platforms.size === 1 ? [...platforms][0] : undefined;
}
