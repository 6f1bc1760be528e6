// Images that no registry has: tags that were never published, and those that were taken away.
import { once } from '../../base/once.ts';
import type { ImageName } from './image.ts';
import { isForTrial, partsOf } from './image-tag.ts';
import { officialTags } from './official-tags-table.ts';

export interface Unpublished {
  /** After the reference: `was never published`. */
  readonly words: string;
  /** Another reference that holds the same. */
  readonly instead?: string;
}

/** Undefined where it is published, as far as is known. */
export function unpublished(image: ImageName): Unpublished | undefined {
  const { repository, tag = 'latest', digest } = image;
  // By its digest it is found whatever the tag says.
  if (digest !== undefined) return undefined;
  const gone = takenAway(repository, tag);
  if (gone !== undefined || repository.includes('/')) return gone;
  const variants = variantsOf().get(repository);
  return variants === undefined || isForTrial(tag) || isKnown(variants, tag)
    ? undefined
    : { words: 'was never published', ...insteadOf(repository, tag) };
}

const elastic =
  /^(?:elasticsearch|kibana|logstash|docker\.elastic\.co\/(?:elasticsearch|kibana|logstash|beats|apm|enterprise-search)\/[\w-]+)$/;
/** These did not go. */
const keptByBitnami = /^bitnami\/(?:sealed-secrets|minideb|.*-chart)/;

/**
 * Sources: https://github.com/hashicorp/consul/issues/17973, https://github.com/docker-library/official-images/pull/14940,
 * https://hub.docker.com/_/elasticsearch, https://github.com/bitnami/containers/issues/83267,
 * https://github.com/bitnami/containers/issues/88895.
 */
function takenAway(repository: string, tag: string): Unpublished | undefined {
  if (tag === 'latest' && (repository === 'consul' || repository === 'vault'))
    return { words: 'was taken away in June 2023', instead: `hashicorp/${repository}` };
  if (tag === 'latest' && elastic.test(repository))
    return { words: 'was never published: images of Elastic have no tag latest' };
  // Of the hardened images that came in their place, the tag latest alone is free, and there is none of Kafka.
  if (!repository.startsWith('bitnami/') || keptByBitnami.test(repository)) return undefined;
  const words = 'was taken away in September 2025';
  if (tag === 'latest') return repository === 'bitnami/kafka' ? { words } : undefined;
  return { words, instead: `bitnamilegacy/${repository.slice('bitnami/'.length)}:${tag}` };
}

interface Variants {
  /** Undefined where nothing is published any more. */
  readonly newest: readonly number[] | undefined;
  /** By variant and the count of its numbers: the last version, or none while it goes on. */
  readonly ends: ReadonlyMap<string, ReadonlyMap<number, readonly number[] | undefined>>;
}

const variantsOf = once((): ReadonlyMap<string, Variants> => {
  const lines = officialTags
    .trim()
    .replace(/\n {2}/g, ' ')
    .split('\n');
  return new Map(
    lines.map((line) => {
      const [image = '', newest = '', ...words] = line.split(' ');
      const ends = new Map(words.map(endsOf));
      return [image, { newest: newest === '!' ? undefined : numbersOf(newest), ends }];
    }),
  );
});

function endsOf(word: string): [string, ReadonlyMap<number, readonly number[] | undefined>] {
  const [variant = '', list = ''] = word.split(':');
  const ends = list.split(',').map((one): [number, readonly number[] | undefined] => {
    if (!one.endsWith('!')) return [Number(one), undefined];
    const last = numbersOf(one.slice(0, -1));
    return [last.length, last];
  });
  return [variant, new Map(ends)];
}

function numbersOf(version: string): readonly number[] {
  return version.split('.').map(Number);
}

const knownWords = once(
  () => new Set([...variantsOf().values()].flatMap(({ ends }) => [...ends.keys()].flatMap(wordsOf))),
);

/** Systems that were not out yet when the table was made: variants on them may have come since, as words that it lacks. */
const toCome = /^(?:forky|duke|sid|resolute|stonking|rawhide)$/;

function wordsOf(variant: string): readonly string[] {
  return variant.split(/[-_.#]+/).filter((word) => word !== '');
}

function isKnown({ newest, ends }: Variants, tag: string): boolean {
  const { variant, version } = partsOf(tag);
  const lengths = ends.get(variant);
  if (lengths === undefined) {
    const words = wordsOf(variant);
    return words.length === 0 || !words.every((word) => knownWords().has(word) && !toCome.test(word));
  }
  if (version.length === 0) return true;
  if (newest !== undefined && isLater(version, newest)) return true;
  const last = lengths.get(version.length);
  return lengths.has(version.length) && (last === undefined || !isLater(version, last));
}

/** Numbers that only one of them has do not count: 3.9.4 is not later than 3.9. */
function isLater(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((number, index) => number !== other[index]);
  return at !== -1 && (one[at] ?? 0) > (other[at] ?? Number.POSITIVE_INFINITY);
}

/** Java without its tools: https://github.com/docker-library/openjdk/issues/491 */
function insteadOf(repository: string, tag: string): Pick<Unpublished, 'instead'> {
  const [, java] = /^(\d+)(?:\.\d+)*-jre(?:-slim|-alpine)?$/.exec(repository === 'openjdk' ? tag : '') ?? [];
  if (java !== undefined)
    return { instead: `eclipse-temurin:${java}-jre${tag.endsWith('-alpine') ? '-alpine' : ''}` };
  const [, maven, jdk] =
    /^(\d+(?:\.\d+)*)-openjdk-(\d+)(?:-slim)?$/.exec(repository === 'maven' ? tag : '') ?? [];
  return maven === undefined ? {} : { instead: `maven:${maven}-eclipse-temurin-${jdk}` };
}
