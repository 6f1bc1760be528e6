// Keys of hooks, of `develop` and of `provider` (spec: services, develop.md).
import { containerFields } from './container.ts';
import {
  bareFlag,
  command,
  dict,
  either,
  flag,
  listOf,
  mapOf,
  orNothing,
  pairs,
  text,
  textOrNumberOrFlag,
  textOrTexts,
  words,
} from './shape.ts';

const hookFields = { command, environment: pairs, privileged: flag, user: text, working_dir: text };
const hook = mapOf('a hook', hookFields, { required: ['command'] });
export const hooks = listOf(hook);
export const preStartHooks = listOf(mapOf('a pre_start hook', { ...containerFields, per_replica: flag }));

export const develop = orNothing(
  mapOf('develop', {
    watch: listOf(
      mapOf(
        'a watch rule',
        {
          action: words('rebuild', 'sync', 'restart', 'sync+restart', 'sync+exec'),
          exec: hook,
          ignore: textOrTexts,
          include: textOrTexts,
          initial_sync: bareFlag,
          path: text,
          target: text,
        },
        { required: ['path', 'action'] },
      ),
    ),
  }),
);

/** `provider` (spec: services, "provider"): what its options mean is up to the provider. */
export const provider = mapOf(
  'provider',
  { options: dict('provider options', either(textOrNumberOrFlag, listOf(textOrNumberOrFlag))), type: text },
  { required: ['type'] },
);
