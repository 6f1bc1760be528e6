// The flags of all kinds of generated files as those of one verb.
import { BugError } from '../base/errors.ts';
import type { Kind } from '../generate/generator.ts';
import type { OptionSpecs } from './verb.ts';

/**
 * Each flag told of whose it is. Several kinds may share one that takes the same.
 * @param taken flags that the verb has for all kinds
 * @throws BugError when a kind means another thing by a name than another kind or the verb
 */
export function optionsOfKinds(
  kinds: readonly Pick<Kind, 'name' | 'options'>[],
  taken: OptionSpecs,
): OptionSpecs {
  const options: Record<string, OptionSpecs[string]> = {};
  for (const { name, options: own = {} } of kinds) {
    for (const [flag, spec] of Object.entries(own)) {
      const known = options[flag];
      if (flag in taken) throw new BugError(`generate has --${flag} for all kinds, and ${name} for itself`);
      if (known !== undefined && takes(known) !== takes(spec))
        throw new BugError(`generate ${name} and another kind mean different things by --${flag}`);
      const told = `${name}: ${spec.help}`;
      options[flag] = { ...spec, help: known === undefined ? told : `${known.help}; ${told}` };
    }
  }
  return options;
}

function takes({ type, multiple, short }: OptionSpecs[string]): string {
  return [type, multiple === true, short].join(' ');
}
