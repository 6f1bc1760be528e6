import { offer, replace, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { parseImage } from '../shared/image.ts';
import { writtenAt } from '../shared/source-text.ts';
import { knownVariables } from '../shared/variables.ts';

export default defineRule({
  id: 'env-refers-to-itself',
  area: 'dockerfile',
  severity: 'high',
  aliases: ['hadolint:DL3044', 'dd-iac:env_no_refer_envvar'],
  title: 'ENV uses a variable that the same ENV sets',
  why: 'All values of one ENV see what was set before it, so the variable is empty or old there.',
  fix: 'Write two ENV lines, the one that is used first.',
  references: ['https://docs.docker.com/reference/dockerfile/#environment-replacement'],
  on: 'instruction',
  only: ['ENV'],
  *check(instruction, { project, dockerfile, stage }) {
    if (instruction.keyword !== 'ENV' || instruction.pairs.length < 2) return;
    // Images of languages set names of their own: JAVA_HOME, GOPATH.
    const root = stage?.image.rootImage === undefined ? undefined : parseImage(stage.image.rootImage);
    const isKnown = root !== undefined && /^(?:scratch|alpine|debian|ubuntu|busybox)$/.test(root.repository);
    if (!isKnown) return;
    const earlier = knownVariables(dockerfile, instruction);
    const names = instruction.pairs.map(({ name }) => name.value);
    for (const { name, value } of instruction.pairs) {
      if (value === undefined || writtenAt(project, value.span).startsWith("'")) continue;
      const used = [...value.value.matchAll(/(?<!\\)\$\{?([A-Za-z_]\w*)/g)].map((match) => match[1] ?? '');
      const own = used.find((other) => other !== name.value && names.includes(other));
      // With a value from before the line means that one, as PATH=$PATH:… does.
      if (own === undefined || earlier.has(own) || /^(?:PATH|HOME|LD_LIBRARY_PATH)$/.test(own)) continue;
      const at = instruction.pairs.findIndex((pair) => pair.name === name);
      const before = instruction.pairs[at - 1];
      const isAbove = instruction.pairs.slice(0, at).some((pair) => pair.name.value === own);
      const gap = before && {
        ...name.span,
        start: (before.value ?? before.name).span.end,
        end: name.span.start,
      };
      const isBlank = gap !== undefined && /^[\s\\]+$/.test(writtenAt(project, gap));
      yield {
        at: value.span,
        message: `${name.value} uses ${own}, which the same ENV sets`,
        object: `ENV ${name.value}`,
        ...offer(gap && isAbove && isBlank ? review('Begin another ENV', replace(gap, '\nENV ')) : undefined),
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          ENV APP_HOME=/opt/app APP_CONF=$APP_HOME/conf
          ENV DATA=/data \\
              DATA_LOG="\${DATA}/log" \\
              MODE=production
        `,
      },
      ['Dockerfile:2:32', 'Dockerfile:4:14'],
      {
        Dockerfile: `
          FROM alpine:3.22
          ENV APP_HOME=/opt/app
          ENV APP_CONF=$APP_HOME/conf
          ENV DATA=/data
          ENV DATA_LOG="\${DATA}/log" \\
              MODE=production
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM alpine:3.22
        ENV APP_HOME=/opt/app PATH=$PATH:/opt/bin
        ENV APP_CONF=$APP_HOME/conf APP_HOME=/opt/other RAW='$APP_CONF'
      `,
    }),
  ],
});
