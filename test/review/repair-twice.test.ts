// Text that stands in several compose projects at once: it is edited once, and rightly for all of them.
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith } from '../read/folder.ts';
import { held } from './held.ts';

const database = `services:
  db: # the store of both
    image: postgres:16.4-alpine3.20
    privileged: false
    environment: { POSTGRES_PASSWORD: "\${DB_PASSWORD:?}" }
`;
const api = `    image: ghcr.io/acme/api:1.4.2
    user: "1000:1000"
    depends_on: [db]
`;

type Files = Readonly<Record<string, string>>;

/** By file: how many restart policies and how many `no-new-privileges` stand there in the end. */
type Counts = Readonly<Record<string, readonly [number, number]>>;

const cases: readonly (readonly [string, Files, Counts])[] = [
  [
    'a file that two projects include',
    {
      'shared/db.yaml': database,
      'one/compose.yaml': `include: [../shared/db.yaml]\nservices:\n  one:\n${api}`,
      'two/compose.yaml': `include:\n  - path: ../shared/db.yaml\nservices:\n  two:\n${api}`,
    },
    { 'shared/db.yaml': [1, 1], 'one/compose.yaml': [1, 1], 'two/compose.yaml': [1, 1] },
  ],
  [
    'a file that a project includes and that is one by its name, too',
    {
      'data/compose.yaml': database,
      'compose.yaml': `include:\n  - data/compose.yaml\nservices:\n  api:\n${api}`,
    },
    { 'data/compose.yaml': [1, 1], 'compose.yaml': [1, 1] },
  ],
  [
    'a service that two projects extend',
    {
      'base.yaml': database,
      'one/compose.yaml': 'services:\n  db:\n    extends: { file: ../base.yaml, service: db }\n',
      'two/compose.yaml': 'services:\n  db:\n    extends:\n      file: ../base.yaml\n      service: db\n',
    },
    { 'base.yaml': [0, 0], 'one/compose.yaml': [0, 0], 'two/compose.yaml': [0, 0] },
  ],
  [
    'a base that is read alone and with two overlays',
    {
      'compose.yaml': database,
      'compose.override.yaml': 'services:\n  db:\n    ports: ["127.0.0.1:5432:5432"]\n',
      'compose.production.yaml': 'services:\n  db:\n    read_only: false\n',
    },
    { 'compose.yaml': [1, 1], 'compose.override.yaml': [0, 0], 'compose.production.yaml': [0, 0] },
  ],
  [
    'an overlay that has said it for itself',
    {
      'compose.yaml': database,
      'compose.production.yaml': 'services:\n  db:\n    restart: always\n',
      'compose.staging.yaml': 'services:\n  db:\n    environment: { TZ: UTC }\n',
    },
    { 'compose.yaml': [1, 1], 'compose.production.yaml': [1, 0], 'compose.staging.yaml': [0, 0] },
  ],
  [
    'services of profiles that share an anchor',
    {
      'compose.yaml': `x-base: &base
  image: ghcr.io/acme/api:1.4.2
  user: "1000:1000"
services:
  api:
    <<: *base
    command: [serve]
  worker:
    <<: *base
    profiles: [jobs]
    command: [work]
  debug:
    <<: *base
    profiles: [tools]
    command: [sleep, "1d"]
`,
    },
    { 'compose.yaml': [3, 3] },
  ],
  [
    'a list that two services share by an anchor',
    {
      'compose.yaml': `services:
  api:
    image: ghcr.io/acme/api:1.4.2
    user: "1000:1000"
    security_opt: &opts
      - label=disable # SELinux
  worker:
    image: ghcr.io/acme/worker:1.4.2
    user: "1000:1000"
    security_opt: *opts
`,
    },
    { 'compose.yaml': [2, 0] },
  ],
  [
    'a list that is merged into services',
    {
      'compose.yaml': `x-base: &base
  user: "1000:1000"
  restart: "no"
  security_opt: ["label=disable"]
services:
  api:
    <<: *base
    image: ghcr.io/acme/api:1.4.2
  worker:
    image: ghcr.io/acme/worker:1.4.2
    <<: *base
`,
    },
    { 'compose.yaml': [1, 0] },
  ],
  [
    'an overlay that takes away what the base has',
    {
      'compose.yaml': `services:
  api:
    image: ghcr.io/acme/api:1.4.2
    user: "1000:1000"
    restart: unless-stopped
    security_opt: ["no-new-privileges:true"]
`,
      'compose.production.yaml': `services:
  api:
    restart: !reset null
    security_opt: !override ["label=disable"]
`,
      'compose.staging.yaml': `services:
  api:
    environment: { TZ: UTC }
`,
    },
    { 'compose.yaml': [1, 1], 'compose.production.yaml': [1, 0] },
  ],
  [
    'an overlay that is named like a project of its own',
    {
      'compose.yaml': `services:
  api:
    image: ghcr.io/acme/api:1.4.2
    user: "1000:1000"
`,
      'compose.api.yaml': `services:
  api:
    image: ghcr.io/acme/api:1.4.3
    user: "1000:1000"
  extra:
    image: ghcr.io/acme/extra:1.4.3
    user: "1000:1000"
`,
      'docker-compose.yml': `services:
  api:
    image: ghcr.io/acme/api:1.4.4
    user: "1000:1000"
`,
    },
    { 'compose.yaml': [1, 1], 'compose.api.yaml': [2, 2], 'docker-compose.yml': [1, 1] },
  ],
  [
    'an include with an overlay of its own',
    {
      'shared/db.yaml': database,
      'shared/db.one.yaml': 'services:\n  db:\n    security_opt: ["label=disable"]\n',
      'one/compose.yaml': 'include:\n  - path: [../shared/db.yaml, ../shared/db.one.yaml]\nservices: {}\n',
      'two/compose.yaml': 'include: [../shared/db.yaml]\nservices: {}\n',
    },
    { 'shared/db.yaml': [1, 1], 'shared/db.one.yaml': [0, 1] },
  ],
];

function countsIn(text: string): readonly [number, number] {
  const lines = text.split('\n');
  const count = (pattern: RegExp) => lines.filter((line) => pattern.test(line)).length;
  return [count(/^ *restart: /), count(/no-new-privileges:true/)];
}

/** What the repair has made of each of the files. */
async function countsAfter(root: string, paths: readonly string[]) {
  const { flaws, repair } = await held(root);
  const text = (path: string) => repair.changed.get(path)?.after ?? readFileSync(join(root, path), 'utf8');
  return { flaws, counts: Object.fromEntries(paths.map((path) => [path, countsIn(text(path))])) };
}

describe('text that stands twice', () => {
  test.each(cases)('%s', async (_, files, expected) => {
    const { flaws, counts } = await countsAfter(folderWith(files), Object.keys(expected));
    expect(flaws).toEqual([]);
    expect(counts).toEqual(expected);
  });

  test('a file that has two names', async () => {
    const root = folderWith({ 'one/compose.yaml': database, 'two/': '' });
    symlinkSync('../one/compose.yaml', join(root, 'two/compose.yaml'));
    const { flaws, counts } = await countsAfter(root, ['one/compose.yaml']);
    expect(flaws).toEqual([]);
    expect(counts).toEqual({ 'one/compose.yaml': [1, 1] });
  });
});
