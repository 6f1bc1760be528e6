import { replace, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'cmd-shell-form',
  area: 'dockerfile',
  severity: 'medium',
  aliases: [
    'hadolint:DL3025',
    'kics:not_using_json_in_cmd_and_entrypoint_arguments',
    'buildkit:JSONArgsRecommended',
  ],
  title: 'The start command is in shell form',
  why: 'The shell is process 1 and does not pass signals on: each stop waits for the grace period and then kills.',
  fix: 'Write the words as a JSON list, or begin the text with `exec`.',
  references: ['https://docs.docker.com/reference/build-checks/json-args-recommended/'],
  on: 'instruction',
  only: ['CMD', 'ENTRYPOINT'],
  *check(instruction, { dockerfile, stage }) {
    if (instruction.keyword !== 'CMD' && instruction.keyword !== 'ENTRYPOINT') return;
    const text = instruction.raw.value.trim();
    if (instruction.form !== 'shell' || text === '' || /^exec\s|^\[/.test(text)) return;
    // Several commands or variables need the shell; dash and ash replace themselves by a lone simple command or not.
    const last = stage === undefined || stage.index === dockerfile.stages.length - 1;
    if (!last || dockerfile.instructions.some((one) => one.keyword === 'SHELL')) return;
    const isSimple = /^[\w./@=:,+-]+(?: +[\w./@=:,+-]+)*$/.test(text) && !/^\w+=/.test(text);
    const words = `[${text
      .split(/ +/)
      .map((word) => JSON.stringify(word))
      .join(', ')}]`;
    yield {
      at: instruction.keywordSpan,
      message: `${instruction.keyword} is in shell form`,
      object: `stage ${stage?.name ?? stage?.index ?? 0} ${instruction.keyword}`,
      severity: isSimple ? 'medium' : 'low',
      ...(isSimple ? { fix: review('Write the exec form', replace(instruction.raw.span, words)) } : {}),
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine
          COPY server.js ./
          # the web server
          CMD node server.js --port 8080
        `,
      },
      'Dockerfile:4:1',
      {
        Dockerfile: `
          FROM node:22.11-alpine
          COPY server.js ./
          # the web server
          CMD ["node", "server.js", "--port", "8080"]
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM node:22.11-alpine
        ENTRYPOINT ["tini", "--"]
        CMD exec node server.js --port $PORT
      `,
    }),
  ],
});
