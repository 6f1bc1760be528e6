// Words of a shell in COPY and ADD, which no shell reads.
import type { Located } from '../../base/span.ts';
import type { DockerInstruction } from '../../model/dockerfile.ts';

/** The first word that is meant for a shell: `||`, `2>/dev/null`. */
export function shellWordIn({ keyword, form, args }: DockerInstruction): Located<string> | undefined {
  if (keyword !== 'COPY' && keyword !== 'ADD') return undefined;
  if (form !== 'shell' || args.length < 3) return undefined;
  return args.find(({ value }) => /^(?:\|\|?|&&|;|\d?>>?(?:&\d|\/\S*)?)$/.test(value));
}
