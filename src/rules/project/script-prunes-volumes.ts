import type { Project } from '../../model/project.ts';
import type { Script, ScriptCommand } from '../../model/script.ts';
import { bad, defineRule, good } from '../rule.ts';
import { withoutSudo } from '../shared/compose-call.ts';
import { withoutWord } from '../shared/word-fix.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'script-prunes-volumes',
  area: 'project',
  severity: 'high',
  aliases: [],
  title: 'A script removes unused volumes of the whole host without asking',
  why: 'A volume counts as unused while its container is stopped or being replaced: the data of any project may go.',
  fix: 'Prune images only, or remove single volumes by name.',
  references: ['https://docs.docker.com/reference/cli/docker/volume/prune/'],
  on: 'script',
  *check(script, { project }) {
    // A machine that runs one job keeps no data.
    if (script.kind === 'job') return;
    for (const command of script.commands) {
      const [docker, noun, verb, ...flags] = withoutSudo(command).map(({ text }) => text);
      if (docker !== 'docker' || verb !== 'prune') continue;
      if (flags.some((flag) => flag.startsWith('--filter'))) continue;
      const forced = flags.some((flag) => flag === '--force' || /^-[a-z]*f/.test(flag));
      const takesVolumes = noun === 'volume' || (noun === 'system' && flags.includes('--volumes'));
      if (!forced || !takesVolumes || isAsked(project, script, command)) continue;
      const isAll = noun === 'volume' && flags.some((flag) => flag === '--all' || /^-[a-z]*a/.test(flag));
      yield {
        at: command.span,
        message: isAll
          ? `${script.file} removes every unused volume of the host`
          : `${script.file} removes the unused volumes of the host that have no name, and before Docker 23 all of them`,
        object: `docker ${noun} prune`,
        ...(noun === 'system'
          ? reviewFix(
              'Leave the volumes',
              ...command.words
                .filter(({ text }) => text === '--volumes')
                .map((word) => withoutWord(project, word)),
            )
          : {}),
        // A target of a Makefile is asked for by name, on the machine of whoever works there.
        severity: isAll && script.kind !== 'make' ? 'high' : 'medium',
      };
    }
  },
  examples: [
    bad({ 'deploy.sh': 'docker compose down\ndocker system prune -af --volumes\n' }, 'deploy.sh:2:1', {
      'deploy.sh': `
          docker compose down
          docker system prune -af
        `,
    }),
    bad(
      {
        Makefile: `
          clean:
          	@docker system prune --volumes -f # space
        `,
      },
      'Makefile:2:3',
      {
        Makefile: `
          clean:
          	@docker system prune -f # space
        `,
      },
    ),
    bad({ 'clean.sh': 'docker volume prune -a -f\n' }, 'clean.sh:1:1'),
    good({
      'clean.sh': `
        read -rp 'Remove all volumes? (y/N) ' answer
        [ "$answer" = y ] || exit 0
        docker volume prune --all --force
      `,
    }),
    good({ 'deploy.sh': 'docker compose down\ndocker image prune -f\ndocker volume rm shop_cache\n' }),
  ],
});

/** A person has been asked before, and may have said no. */
function isAsked({ texts }: Project, { file }: Script, { span }: ScriptCommand): boolean {
  const before = texts.get(file)?.text.slice(0, span.start) ?? '';
  return /^[^#\n]*\b(?:read\s+(?:-\w+\s+)*-\w*p|select\s+\w+\s+in)\b/m.test(before);
}
