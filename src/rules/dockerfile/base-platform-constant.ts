import { bad, defineRule, good } from '../rule.ts';
import { stageName } from '../shared/installs.ts';

export default defineRule({
  id: 'base-platform-constant',
  area: 'dockerfile',
  severity: 'low',
  aliases: ['hadolint:DL3029', 'kics:using_platform_with_from', 'buildkit:FromPlatformFlagConstDisallowed'],
  title: 'FROM names one platform',
  why: 'Built for another machine the image still holds programs of this one, and they run slowly or not at all.',
  fix: 'Drop `--platform` and choose it when building, or write `--platform=$BUILDPLATFORM` in a stage that compiles.',
  references: ['https://docs.docker.com/reference/build-checks/from-platform-flag-const-disallowed/'],
  preset: 'strict',
  on: 'stage',
  *check(stage) {
    const { platform } = stage;
    // A stage for each platform, chosen by its name, is what the constant is for.
    if (
      platform === undefined ||
      /\$/.test(platform.value) ||
      /(?:amd64|arm|s390x|ppc64|x86)/.test(stage.name ?? '')
    )
      return;
    yield {
      at: platform.span,
      message: `FROM names the platform ${platform.value}`,
      object: `${stageName(stage)} platform`,
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM --platform=linux/amd64 alpine:3.22
          RUN apk add --no-cache curl
        `,
      },
      'Dockerfile:1:17',
    ),
    good({
      Dockerfile: `
        FROM --platform=$BUILDPLATFORM golang:1.25 AS build
        RUN go build ./...
        FROM --platform=linux/arm64 alpine:3.22 AS build-arm64
        FROM alpine:3.22
      `,
    }),
  ],
});
