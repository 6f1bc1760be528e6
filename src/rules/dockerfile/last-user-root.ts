import { offer } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { leaveRoot } from '../shared/leave-root.ts';

export default defineRule({
  id: 'last-user-root',
  area: 'dockerfile',
  severity: 'medium',
  aliases: ['hadolint:DL3002', 'trivy:DS-0002', 'checkov:CKV_DOCKER_8', 'kics:last_user_is_root'],
  title: 'The last USER of an image is root',
  why: 'Whoever breaks into the process is root in the container, one kernel flaw away from the host.',
  fix: 'Switch back to an unprivileged user after the steps that need root.',
  references: ['https://docs.docker.com/build/building/best-practices/#user'],
  on: 'stage',
  *check(stage, { project, dockerfile, links }) {
    const user = stage.image.user;
    if (user === undefined || !/^(?:root|0)(?::|$)/.test(user.value)) return;
    const named = links.filter((link) => link.stage === stage.index);
    const isBuilt = links.length === 0 ? stage.index === dockerfile.stages.length - 1 : named.length > 0;
    if (!isBuilt || (named.length > 0 && named.every((link) => link.service.user !== undefined))) return;
    // Entry points that drop root themselves are told by the tool they use.
    const text = dockerfile.instructions.map((instruction) => instruction.raw.value).join('\n');
    if (/\b(?:gosu|su-exec|setpriv|s6-|supervisord?)\b/.test(text)) return;
    yield {
      at: user.span,
      message: `the image ends as user ${user.value}`,
      object: `stage ${stage.name ?? stage.index} user`,
      ...offer(leaveRoot(project, stage)),
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM grafana/grafana:11.3.0
          USER root
          RUN apk add --no-cache tzdata
        `,
        'web/Dockerfile': `
          FROM debian:12-slim
          RUN useradd -u 1001 app
          USER app:app
          WORKDIR /srv
          USER root
          RUN apt-get update && apt-get install -y curl
          # starts the server
          # and nothing else
          CMD ["./server"]
        `,
        'root/Dockerfile': `
          FROM debian:12-slim
          USER nobody
          RUN make
          USER root
          CMD ["./drops-root-itself"]
        `,
      },
      ['Dockerfile:2:6', 'web/Dockerfile:5:6', 'root/Dockerfile:4:6'],
      {
        Dockerfile: `
          FROM grafana/grafana:11.3.0
          USER root
          RUN apk add --no-cache tzdata
          USER 472
        `,
        'web/Dockerfile': `
          FROM debian:12-slim
          RUN useradd -u 1001 app
          USER app:app
          WORKDIR /srv
          USER root
          RUN apt-get update && apt-get install -y curl
          USER app:app
          # starts the server
          # and nothing else
          CMD ["./server"]
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM grafana/grafana:11.3.0
        USER root
        RUN apk add --no-cache tzdata
        USER grafana
      `,
    }),
  ],
});
