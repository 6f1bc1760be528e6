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
    const before = knownVariables(dockerfile, instruction);
    const names = instruction.pairs.map(({ name }) => name.value);
    for (const { name, value } of instruction.pairs) {
      if (value === undefined || writtenAt(project, value.span).startsWith("'")) continue;
      const used = [...value.value.matchAll(/(?<!\\)\$\{?([A-Za-z_]\w*)/g)].map((match) => match[1] ?? '');
      const own = used.find((other) => other !== name.value && names.includes(other));
      // With a value from before the line means that one, as PATH=$PATH:… does.
      if (own === undefined || before.has(own) || /^(?:PATH|HOME|LD_LIBRARY_PATH)$/.test(own)) continue;
      yield {
        at: value.span,
        message: `${name.value} uses ${own}, which the same ENV sets`,
        object: `ENV ${name.value}`,
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          ENV APP_HOME=/opt/app APP_CONF=$APP_HOME/conf
        `,
      },
      'Dockerfile:2:32',
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
