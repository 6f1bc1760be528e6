// Writes the table of tags that the official images of Docker Hub have been published under.
// usage: node scripts/run.mjs scripts/official-tags.ts GIT-DIRECTORY      of a clone of docker-library/official-images
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { isForTrial, partsOf } from '../src/rules/shared/image-tag.ts';

/** Those that deployments name; of the others a table would cost more than it tells. */
const images =
  `adminer almalinux alpine amazoncorretto amazonlinux bash buildpack-deps busybox caddy cassandra centos composer consul
  couchbase couchdb debian docker eclipse-mosquitto eclipse-temurin elasticsearch elixir erlang fedora flink ghost golang
  gradle haproxy httpd influxdb joomla kibana kong logstash mariadb matomo maven memcached mongo mongo-express mysql nats
  neo4j nextcloud nginx node odoo openjdk percona perl php phpmyadmin postgres python rabbitmq redis redmine registry
  rethinkdb rocketchat rockylinux ruby rust solr sonarqube spark storm swift telegraf tomcat traefik ubuntu varnish vault
  wordpress zookeeper`.split(/\s+/);

function git(folder: string, ...args: readonly string[]): string {
  const { stdout, status, stderr } = spawnSync('git', ['--git-dir', folder, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** `Tags: 3.13, 3` and `SharedTags: …`; before 2016 `3.5: git://…`. */
function tagsOf(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const [, list] = /^[+-]?(?:Shared)?Tags: *(.*)$/.exec(line) ?? [];
    if (list !== undefined) return list.split(',').map((tag) => tag.trim());
    const [, tag] = /^[+-]?([\w][\w.-]*): +(?:git|https?):\/\//.exec(line) ?? [];
    return tag === undefined || tag === 'GitRepo' ? [] : [tag];
  });
}

function isLater(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((number, index) => number !== other[index]);
  return at !== -1 && (one[at] ?? 0) > (other[at] ?? -1);
}

/** How many numbers the versions of a variant have, and the last one where it has ended: `#-jre:11!,11.0.16!,#-jdk:1`. */
function lineOf(image: string, ever: readonly string[], now: readonly string[]): string {
  const variants = new Map<string, Map<number, readonly number[]>>();
  let newest: readonly number[] = [];
  for (const tag of ever) {
    const { variant, version } = partsOf(tag);
    const lengths = variants.get(variant) ?? new Map<number, readonly number[]>();
    variants.set(variant, lengths);
    if (isLater(version, lengths.get(version.length) ?? [-1])) lengths.set(version.length, version);
    if (isLater(version, newest)) newest = version;
  }
  const alive = new Set(now.map(partsOf).map(({ variant, version }) => `${variant}:${version.length}`));
  const words = [...variants].sort(byName).map(([variant, lengths]) => {
    const known = [...lengths].sort(([one], [other]) => one - other);
    const ends = known.map(([length, last]) =>
      alive.has(`${variant}:${length}`) ? length : `${last.join('.')}!`,
    );
    return ends.length === 0 ? variant : `${variant}:${ends}`;
  });
  return wrapped([image, now.length === 0 ? '!' : newest.join('.'), ...words]);
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

function wrapped(words: readonly string[]): string {
  const lines = [''];
  for (const word of words) {
    const last = lines.at(-1) ?? '';
    if (last.length + word.length > 115) lines.push(`  ${word}`);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.join('\n');
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: official-tags.ts GIT-DIRECTORY');
const day = git(folder, 'log', '-1', '--format=%cs').trim();
const lines = images.flatMap((image) => {
  const history = git(folder, 'log', '-p', '--unified=0', '--format=', '--', `library/${image}`);
  const ever = new Set(tagsOf(history).filter((tag) => !isForTrial(tag)));
  if (ever.size === 0) return [];
  const listed = git(folder, 'ls-tree', '--name-only', 'HEAD', `library/${image}`).trim() !== '';
  const now = listed ? tagsOf(git(folder, 'show', `HEAD:library/${image}`)) : [];
  return [
    lineOf(
      image,
      [...ever],
      now.filter((tag) => !isForTrial(tag)),
    ),
  ];
});
writeFileSync(
  'src/rules/shared/official-tags-table.ts',
  `// Tags of the official images of Docker Hub by their form; written by scripts/official-tags.ts.
// Source: https://github.com/docker-library/official-images, all of its history up to ${day}.
// IMAGE NEWEST VARIANT:LENGTHS, where # is a number, and a version with ! the last one of its length. An image has ended
// where ! stands for the newest version.
export const officialTags = \`
${lines.join('\n')}
\`;
`,
);
process.stdout.write(`${lines.length} images, up to ${day}\n`);
