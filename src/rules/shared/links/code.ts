// From an image to the code that it starts, and from there to the variables that the code reads.
import type { Link, LinkEnd } from '../../../model/link.ts';
import type { SourceFile } from '../../../model/source.ts';
import { isPlatformVariable, isTestPath } from '../source.ts';
import { fileEnd, link, variableEnd } from './ends.ts';

interface Code {
  readonly sources: readonly SourceFile[];
  readonly started: readonly string[];
}

/** `owner` is the service or workload whose variables the code reads. */
export function* codeLinks(owner: LinkEnd, image: LinkEnd, { sources, started }: Code): Iterable<Link> {
  for (const file of started) yield link(image, 'starts', fileEnd('code', file), ['resolved']);
  for (const { file, facts } of sources) {
    if (isTestPath(file)) continue;
    const code = fileEnd('code', file);
    const reads = facts
      .filter((fact) => fact.kind === 'env-read')
      .filter(({ name }) => !isPlatformVariable(name));
    if (reads.length > 0 && !started.includes(file))
      yield link(image, 'holds', code, ['resolved', 'possible']);
    for (const fact of reads) {
      yield link(
        code,
        'reads',
        variableEnd(owner, fact.name, fact.at),
        ['resolved', fact.confidence],
        fact.at,
      );
    }
  }
}
