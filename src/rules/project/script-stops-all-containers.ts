import type { Script, ScriptCommand } from '../../model/script.ts';
import { bad, defineRule, good } from '../rule.ts';
import { withoutSudo } from '../shared/compose-call.ts';

// Whoever starts it has read what it does.
const warns = /(?:^|\/)(?:dangerous|danger|destructive)\/|nuke|nuclear|wipe|purge|kill-all/i;

export default defineRule({
  id: 'script-stops-all-containers',
  area: 'project',
  severity: 'high',
  aliases: [],
  title: 'A script stops every container of the host',
  why: 'Containers of other projects on the same machine are stopped or removed as well.',
  fix: 'Use `docker compose stop` or `docker compose down`, which keep to their own project.',
  references: ['https://docs.docker.com/reference/cli/docker/compose/down/'],
  joins: 'folder',
  on: 'script',
  *check(script) {
    // A machine that runs one job has no other containers.
    if (script.kind === 'job') return;
    for (const [index, command] of script.commands.entries()) {
      const verb = endingVerb(command);
      const list = verb === undefined ? undefined : listBehind(script, index);
      if (verb === undefined || list === undefined) continue;
      yield {
        at: command.span,
        message: `${script.file} runs docker ${verb} on every container of the host`,
        object: `docker ${verb}`,
        severity: warns.test(script.file) ? 'low' : 'high',
        related: [{ at: list.span, message: 'this lists all of them' }],
      };
    }
  },
  examples: [
    bad(
      {
        'restart.sh': `
          docker kill $(docker ps -q)
          docker ps -aq | xargs docker rm -f
        `,
      },
      ['restart.sh:1:1', 'restart.sh:2:17'],
    ),
    good({
      'restart.sh': `
        docker compose down
        docker rm -f $(docker ps -aq --filter label=com.docker.compose.project=shop)
        docker stop shop-api
      `,
    }),
  ],
});

/** `kill`, `stop` or `rm` when that is what the command does to containers, also through xargs. */
function endingVerb(command: ScriptCommand): string | undefined {
  const words = withoutSudo(command).map(({ text }) => text);
  const start = words[0] === 'xargs' ? words.indexOf('docker') : 0;
  if (start === -1 || words[start] !== 'docker') return undefined;
  const verb = words[start + 1] === 'container' ? words[start + 2] : words[start + 1];
  return verb !== undefined && /^(?:kill|stop|rm)$/.test(verb) ? verb : undefined;
}

/** The `docker ps` without a filter whose output the command is given, by `$(…)` or a pipe. */
function listBehind(script: Script, index: number): ScriptCommand | undefined {
  const command = script.commands[index];
  const lists = script.commands.filter(isWholeList);
  if (command === undefined) return undefined;
  const inside = lists.find(({ span }) => span.start >= command.span.start && span.end <= command.span.end);
  if (inside !== undefined) return inside;
  const before = script.commands[index - 1];
  const isFed = command.operatorBefore === '|' && command.words.some(({ text }) => text === 'xargs');
  return isFed && before !== undefined && isWholeList(before) ? before : undefined;
}

function isWholeList(command: ScriptCommand): boolean {
  const [docker, ...rest] = withoutSudo(command).map(({ text }) => text);
  const args = rest[0] === 'container' ? rest.slice(1) : rest;
  if (docker !== 'docker' || !/^(?:ps|ls)$/.test(args[0] ?? '')) return false;
  return args.slice(1).every((arg) => /^-(?:[aq]+|-all|-quiet|-no-trunc)$/.test(arg));
}
