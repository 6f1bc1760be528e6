// Devices that a container asks for: GPUs and the like (spec: services, "gpus"; deploy, "devices").
import { either, listOf, mapOf, pairs, text, textOrNumber, uniqueTexts, words } from './shape.ts';

/** A number, or the word `all`. */
const deviceCount = {
  ...textOrNumber,
  expected: 'a whole number or all',
  isValid: (value: string) => /^(?:-?\d+|all)$/i.test(value),
};

/** Devices are chosen by number or by name. */
export const chosenBy = { exclusive: ['count', 'device_ids'] };

export const deviceRequest = {
  capabilities: uniqueTexts,
  count: deviceCount,
  device_ids: uniqueTexts,
  driver: text,
  options: pairs,
};

/** `gpus: all`, or a list of devices (spec: services, "gpus"). */
export const gpus = either(words('all'), listOf(mapOf('a gpu', deviceRequest, chosenBy)));
