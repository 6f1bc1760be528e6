// Which files of the build context an image can see.
import type { Dockerfile } from '../../model/dockerfile.ts';

/**
 * Sources of all COPY and ADD lines, relative to the context; undefined when one of them cannot be told from the
 * text (a variable, a pattern), so that the whole context counts.
 */
export function copySourcesOf(dockerfile: Dockerfile): readonly string[] | undefined {
  const sources: string[] = [];
  for (const { keyword, flags, args, raw } of dockerfile.instructions) {
    if (keyword === 'RUN' && raw.value.includes('--mount')) return undefined;
    if (keyword !== 'COPY' && keyword !== 'ADD') continue;
    if (flags.some((flag) => flag.name === 'from')) continue;
    for (const { value } of args.slice(0, -1)) {
      if (/[$*?[]/.test(value)) return undefined;
      if (!value.startsWith('<<') && !/^(https?|git):\/\//.test(value)) sources.push(value);
    }
  }
  return sources;
}
