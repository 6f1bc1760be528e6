// Variables in FROM, and whether what they give is an image reference.
import { literal } from '../../base/text.ts';
import type { Dockerfile, Stage } from '../../model/dockerfile.ts';
import { expandVariables } from '../../syntax/dockerfile.ts';
import { parseImage } from './image.ts';
import { platformNames, predefinedNames } from './variables.ts';

interface Blank {
  /** Names without a value, each declared before the first FROM or not. */
  readonly names: readonly string[];
  /** The base with those names empty. */
  readonly text: string;
  readonly isReference: boolean;
}

/** The base as it is without a value for the given kind of names; undefined when it needs none. */
export function blankBase(
  dockerfile: Dockerfile,
  stage: Stage,
  kind: 'declared' | 'undeclared',
  given: (name: string) => string | undefined = () => undefined,
): Blank | undefined {
  if (!stage.base.value.includes('$')) return undefined;
  const isOther = (name: string) => platformNames.has(name) || predefinedNames.has(name);
  const { text, undefinedNames, problem } = expandVariables(
    stage.base.value,
    (name) => dockerfile.args.get(name)?.value ?? given(name),
  );
  const isKind = (name: string) => dockerfile.args.has(name) === (kind === 'declared');
  if (problem !== undefined || undefinedNames.some(isOther)) return undefined;
  const emptyDefaults =
    kind === 'declared'
      ? [...dockerfile.args].filter(([name, { value }]) => value === '' && mentions(stage, name))
      : [];
  const names = [...undefinedNames.filter(isKind), ...emptyDefaults.map(([name]) => name)];
  if (names.length === 0) return undefined;
  return { names, text, isReference: parseImage(text) !== undefined };
}

function mentions(stage: Stage, name: string): boolean {
  return new RegExp(`\\$\\{?${literal(name)}\\b(?!:?[-?])`).test(stage.base.value);
}
