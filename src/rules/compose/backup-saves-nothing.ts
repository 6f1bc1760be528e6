import { literal } from '../../base/text.ts';
import type { Project } from '../../model/project.ts';
import type { Service } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { idlenessOf, isForBackups } from '../shared/idle.ts';
import { rootImageOf } from '../shared/image.ts';

export default defineRule({
  id: 'backup-saves-nothing',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A service that is named for backups makes none',
  why: 'It runs and looks as if the data were saved; on the day that they are needed there is nothing to restore.',
  fix: 'Let the command make the dump on a schedule, or use an image that does; take the service out if something else saves the data.',
  references: [
    'https://www.postgresql.org/docs/current/backup-dump.html',
    'https://git.alpinelinux.org/aports/tree/main/busybox/crontab',
  ],
  on: 'service',
  *check(service, { project, link }) {
    if (!service.enabled || !isForBackups(service.name)) return;
    const image = rootImageOf(service, link);
    const own = [service.entrypoint, service.command].flatMap((line) => line?.words ?? []);
    // The program of another image may take the words for its arguments.
    if (image === undefined || (service.entrypoint === undefined && !plainImage.test(image.repository)))
      return;
    const words = own.map(({ value }) => value);
    const script = scriptOf(project, service, words);
    const idleness = idlenessOf(script === undefined ? words : ['sh', '-c', script]);
    if (idleness === undefined || isEntered(project, service)) return;
    if (idleness === 'no-schedule' && (link !== undefined || bringsSchedule(service))) return;
    yield {
      at: (service.command ?? service.entrypoint)?.span ?? service.nameSpan,
      message:
        idleness === 'waits'
          ? `${service.name} only waits: nothing in its command saves anything`
          : `${service.name} starts cron, and no file or command gives it a schedule`,
      object: `services.${service.name}.command`,
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:16.4
              volumes: ["data:/var/lib/postgresql/data"]
            backup:
              image: alpine:3.20
              entrypoint: ["/bin/sh", "-c"]
              command: ["while true; do sleep 86400; done"]
              volumes: ["data:/data:ro"]
            db-backup:
              image: postgres:16.4
              command: /bin/sh -c "chmod +x /backup.sh && crond -f"
              volumes: ["./backup.sh:/backup.sh:ro"]
            mongo-backup:
              image: mongo:7.0
              command: ["bash", "/backup.sh"]
              volumes: ["./later.sh:/backup.sh:ro"]
          volumes:
            data:
        `,
        'backup.sh': '#!/bin/sh\npg_dump -h db shop > /backups/shop.sql\n',
        'later.sh':
          '#!/bin/bash\n# TODO mongodump\nwhile true; do\n  echo "backup done"\n  sleep 3600\ndone\n',
      },
      ['compose.yaml:8:14', 'compose.yaml:12:14', 'compose.yaml:16:14'],
    ),
    good({
      'compose.yaml': `
        services:
          backup:
            image: postgres:16.4
            command: sh -c "while true; do pg_dump -h db shop > /backups/shop.sql; sleep 86400; done"
          files-backup:
            image: alpine:3.20
            command: crond -f
            volumes: ["./crontab:/etc/crontabs/root:ro", "./backup.sh:/backup.sh:ro"]
          tools-backup:
            image: postgres:16.4
            command: sleep infinity
      `,
      crontab: '0 2 * * * /backup.sh\n',
      'backup.sh': '#!/bin/sh\ntar cz /data > /backups/data.tgz\n',
      'save.sh': '#!/bin/sh\ndocker compose exec -T tools-backup pg_dump -h db shop > shop.sql\n',
    }),
  ],
});

/** The text of the mounted script that is all of the command. */
function scriptOf({ files }: Project, { mounts }: Service, words: readonly string[]): string | undefined {
  const [first = '', second] = words;
  const path = /^(?:\/bin\/)?(?:ba|a)?sh$/.test(first) ? second : first;
  if (path?.startsWith('/') !== true || words.length > 2) return undefined;
  const mount = mounts.find(({ kind, target }) => kind === 'bind' && target.value === path);
  return mount?.source === undefined ? undefined : files.text(mount.source.value, 4096);
}

/** Images that start what they are told to. */
const plainImage =
  /^(?:alpine|busybox|debian|ubuntu|bash|postgres|postgis\/postgis|mysql|mariadb|mongo|python|node|docker)$/;

const schedules = /^\/(?:etc\/(?:cron|periodic)|var\/spool\/cron|etc$|$)/;

/** Folders and files of cron, also by the name of what is mounted. */
function bringsSchedule({ mounts, configs, labels }: Service): boolean {
  return (
    configs.length > 0 ||
    labels.size > 0 ||
    mounts.some(({ source, target }) => schedules.test(target.value) || /cron/i.test(source?.value ?? ''))
  );
}

/** Something from outside runs commands in it: a script, what a document tells, a scheduler that reads labels. */
function isEntered(project: Project, { name, containerName, labels }: Service): boolean {
  if (labels.size > 0) return true;
  const names = [name, containerName?.value].flatMap((each) => (each === undefined ? [] : [literal(each)]));
  // Options may have a word of their own: `exec -u root backup`.
  const called = new RegExp(
    `(?<!\\b(?:npm|pnpm|yarn|bun)\\s)\\b(?:exec|run)(?:\\s+-\\S+(?:\\s+[\\w.:=/]+)??){0,5}\\s+(?:${names.join('|')})(?:\\s|$)`,
    'm',
  );
  const runs = [...project.scripts, ...project.ci.gitlabRuns];
  return (
    runs.some(({ commands }) =>
      commands.some(({ words }) => called.test(words.map(({ text }) => text).join(' '))),
    ) || [...project.texts.values()].some(({ text }) => /exec|run/.test(text) && called.test(text))
  );
}
