// Variables that bundlers write into pages while an image is built, and never read again.
import type { Dockerfile, DockerInstruction } from '../../model/dockerfile.ts';
import { chainOf, fromStage } from './build.ts';
import { lineText } from './command.ts';

/**
 * https://vite.dev/guide/env-and-mode, https://nextjs.org/docs/app/guides/environment-variables,
 * https://create-react-app.dev/docs/adding-custom-environment-variables, https://cli.vuejs.org/guide/mode-and-env.html
 */
const inPages = /^(?:VITE|NEXT_PUBLIC|REACT_APP|VUE_APP|GATSBY|EXPO_PUBLIC)_[A-Z0-9]/;

export function isWrittenIntoPages(name: string): boolean {
  return inPages.test(name);
}

const builds =
  /\b(?:npm|yarn|pnpm|bun)\s+(?:run\s+)?build\b|\b(?:vite|next|react-scripts|vue-cli-service)\s+build\b/;
const late = /\.sh\b|\bbuild\b|\bdev\b|\bvite\b|\bstart-dev\b|\benvsubst\b|\bsed\b|\brun-s\b/;

/**
 * The step that builds the pages of an image; undefined when there is none, or when the container builds or fills them
 * in itself as it starts.
 */
export function pageBuildOf(
  dockerfile: Dockerfile,
  target: number | undefined,
  command: string,
): DockerInstruction | undefined {
  const stage = dockerfile.stages[target ?? dockerfile.stages.length - 1];
  if (
    stage === undefined ||
    late.test(`${command} ${lineText(stage.image.entrypoint)} ${lineText(stage.image.cmd)}`)
  ) {
    return undefined;
  }
  const own = chainOf(dockerfile, stage).flatMap(({ instructions }) => instructions);
  if (own.some(({ raw }) => /entrypoint|envsubst|env\.js|env-config|runtime/i.test(raw.value)))
    return undefined;
  const others = own.flatMap(({ flags }) =>
    flags.flatMap(({ name, value }) =>
      name === 'from' && value !== undefined ? (fromStage(dockerfile, value) ?? []) : [],
    ),
  );
  const all = [
    ...own,
    ...others.flatMap((other) => chainOf(dockerfile, other).flatMap((each) => each.instructions)),
  ];
  return all.find(({ keyword, raw }) => keyword === 'RUN' && builds.test(raw.value));
}

/** True when the Dockerfile knows the variable while it builds. */
export function isKnownInBuild(dockerfile: Dockerfile, name: string): boolean {
  return dockerfile.instructions.some(
    ({ keyword, pairs, raw }) =>
      ((keyword === 'ARG' || keyword === 'ENV') && pairs.some((pair) => pair.name.value === name)) ||
      (keyword === 'RUN' && raw.value.includes(name)),
  );
}
