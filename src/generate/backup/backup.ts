// A job for each data store: saves it, restores the copy into a server of its own, counts, and only then keeps it.
import { SeaworthyError } from '../../base/errors.ts';
import type { Project } from '../../model/project.ts';
import type { Stack } from '../../model/service.ts';
import { isFloating, parseImage } from '../../rules/shared/image.ts';
import { requireStack } from '../chosen-stack.ts';
import type { Generated, GeneratedFile, Generator, Note } from '../generator.ts';
import {
  besideStack,
  deploy,
  fileFlags,
  freeName,
  hardening,
  logRotation,
  sameNetworks,
  volumesSection,
  waitsFor,
} from '../shared/compose-file.ts';
import { withAsked } from '../shared/env-example.ts';
import { entry, flow, fromPlain, item, list, map, raw, type YamlEntry, yamlFile } from '../yaml.ts';
import { scriptFor } from './script.ts';
import { type Access, accessOf, type Engine, type Store, storesOf } from './stores.ts';

const file = 'compose.backup.yaml';

export const generator: Generator = {
  generate(given): Generated {
    const stack = requireStack(given);
    const { stores, notes } = storesOf(given.project, stack);
    if (stores.length === 0)
      throw new SeaworthyError('USAGE', `no data store of ${stack.name} can be saved`, {
        hint: 'PostgreSQL, MySQL, MariaDB, MongoDB, and Redis with a volume are known, as official images.',
        detail: notes.map(({ text }) => text),
      });
    const jobs = stores.map((store) => jobOf(given.project, stack, store)).sort(byKey);
    const root = map(
      entry('services', map(...jobs.map(({ entry: one }, index) => ({ ...one, gap: index > 0 })))),
      entry('volumes', volumesSection(jobs.map(({ volume }) => volume)), {
        gap: true,
        above: 'On the disk of this host: what must survive the host is to be copied away from it.',
      }),
    );
    const scripts = [...new Set(stores.map(({ engine }) => engine))].sort();
    return {
      files: [
        { path: besideStack(stack, file), text: yamlFile({ head: headOf(stack, jobs), root }) },
        ...scripts.map((engine) => scriptFile(stack, engine)),
        ...withAsked(
          given.project,
          stack,
          jobs.flatMap(({ asked }) => asked),
        ),
      ],
      notes: [
        ...notes,
        ...jobs.flatMap((job) => job.notes),
        {
          kind: 'decide',
          text: 'when the jobs run: an entry of cron calls each of them, as the head of the file says',
        },
        {
          kind: 'decide',
          text: 'where the copies go: the volumes lie on the same disk as the data until something copies them away',
        },
      ],
    };
  },
};

interface BackupJob {
  readonly entry: YamlEntry;
  readonly volume: string;
  readonly asked: Access['asked'];
  readonly notes: readonly Note[];
}

function byKey(a: BackupJob, b: BackupJob): number {
  return a.entry.key < b.entry.key ? -1 : 1;
}

function headOf(stack: Stack, jobs: readonly BackupJob[]): string {
  const call = `docker compose ${fileFlags(stack, file)} run --rm`;
  const list = jobs.map(({ entry: { key } }) => `  ${call} ${key}`);
  const [first = ''] = list;
  return [
    `Backups of the data stores of ${stack.name}.`,
    'Each job saves one store, restores the copy into a server of its own and counts what came back.',
    'A copy that does not hold everything is thrown away, and the job fails.',
    '',
    ...list,
    '',
    'Nothing starts them by itself: cron does, for one. What else a job does:',
    '',
    `${first} list             names the copies`,
    `${first} verify           tries the newest copy again`,
    `${first} restore latest   brings it back, after the application was stopped`,
  ].join('\n');
}

function scriptFile(stack: Stack, engine: Engine): GeneratedFile {
  return { path: besideStack(stack, `backup/${engine}.sh`), text: scriptFor(engine), mode: 0o755 };
}

function jobOf(project: Project, stack: Stack, store: Store): BackupJob {
  const { service, engine, folder } = store;
  const access = accessOf(project, store);
  const volume = `${service.name}-backups`;
  const name = freeName(stack, `backup-${service.name}`);
  const mounts = list(item(raw(`${volume}:${folder}`)), item(raw(`./backup/${engine}.sh:/backup.sh:ro`)));
  const secrets = access.secrets.length === 0 ? [] : [entry('secrets', flow(fromPlain([...access.secrets])))];
  const body = map(
    entry('image', store.image, { beside: `that of ${service.name}: a dump is read by its own version` }),
    entry('profiles', flow(fromPlain(['backup']))),
    waitsFor([service]),
    entry('volumes', mounts, {
      above:
        'Where the image keeps its data: a new volume belongs to its user there, and the copy is tried beside it.',
    }),
    entry('tmpfs', flow(fromPlain(['/tmp']))),
    ...secrets,
    entry(
      'environment',
      map(
        ...access.environment,
        entry('BACKUP_FOLDER', folder),
        entry('BACKUP_KEEP_DAYS', raw('"14"'), { beside: 'the newest copy is kept however old it is' }),
      ),
    ),
    ...sameNetworks([service]),
    entry('user', store.user),
    entry('entrypoint', flow(fromPlain(['/bin/sh', '/backup.sh']))),
    ...hardening(),
    entry('restart', raw('"no"')),
    deploy({ memory: '1G', cpus: '1.0', pids: 200 }),
    logRotation(),
  );
  const { image } = service;
  const parsed = image && parseImage(image.value);
  const floats: readonly Note[] =
    image === undefined || parsed === undefined || !isFloating(parsed)
      ? []
      : [
          {
            kind: 'decide',
            text: `${service.name} has an image whose tag moves: pin it there and in ${file}, so that both stay one version`,
            at: image.span,
          },
        ];
  return { entry: entry(name, body), volume, asked: access.asked, notes: [...access.notes, ...floats] };
}
