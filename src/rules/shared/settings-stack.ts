// The stack that seaworthy.yaml speaks of.
import type { Located } from '../../base/span.ts';
import type { Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import type { Settings } from '../../model/settings.ts';

/** The base stack of the settings' own folder, when it was read whole. */
export function settingsStack({
  settings,
  stacks,
}: Project): { readonly settings: Settings; readonly stack: Stack } | undefined {
  if (settings === undefined) return undefined;
  const folder = settings.file.includes('/') ? settings.file.slice(0, settings.file.lastIndexOf('/')) : '';
  const stack = stacks.find((one) => one.folder === folder && one.environment === undefined);
  if (stack === undefined || stack.problems.some(({ code }) => code.startsWith('yaml-'))) return undefined;
  return { settings, stack };
}

/** Which phase a service is in, by its index; those that none names come after all. */
export function phaseIndex({ phases }: Settings, name: string): number {
  const index = phases.findIndex(({ services }) => services.some(({ value }) => value === name));
  return index === -1 ? phases.length : index;
}

/** The memory that admission counts for a service: its reservation, or else its limit. */
export function memoryOf({ resources, replicas }: Service): Located<number> | undefined {
  const memory = resources.memoryRequest ?? resources.memoryLimit;
  return memory && { ...memory, value: memory.value * (replicas?.value ?? 1) };
}

/** Host and port of `http://api:8000/x` and `db:5432`; undefined for what is no plain address. */
export function addressIn(
  text: string,
):
  | { readonly host: string; readonly port: number | undefined; readonly scheme: string | undefined }
  | undefined {
  const match =
    /^(?:([a-z][a-z0-9+]*):\/\/)?(?:[^\s/@]*@)?([a-z0-9](?:[\w.-]*\w)?)(?::(\d{1,5}))?(?:[/?#]|$)/i.exec(
      text,
    );
  if (match?.[2] === undefined) return undefined;
  return {
    scheme: match[1],
    host: match[2].toLowerCase(),
    port: match[3] === undefined ? undefined : Number(match[3]),
  };
}
