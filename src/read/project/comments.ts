// Comments of a file of any kind, read when asked for.
import type { ArtifactKind, FileComment } from '../../model/artifact.ts';
import { readDockerfile } from '../../syntax/dockerfile.ts';
import { readDotenv } from '../../syntax/dotenv.ts';
import { readHcl } from '../../syntax/hcl.ts';
import { readYaml } from '../../syntax/yaml.ts';
import { kindByName } from '../artifact-kind.ts';
import { isStateName } from '../terraform/names.ts';

export function commentsOf(
  file: string,
  text: string,
  kind: ArtifactKind | undefined,
): readonly FileComment[] {
  switch (kind ?? kindByName(file)) {
    case 'dockerfile':
      return readDockerfile(file, text).comments;
    case 'terraform':
      return isStateName(file) ? [] : readHcl(file, text).comments;
    case 'env':
      return readDotenv(file, text).comments;
    case 'compose':
    case 'settings':
    case 'waivers':
    case 'kubernetes':
    case 'helm':
    case 'workflow':
    case 'action':
    case 'gitlab-ci':
    case 'dependabot':
    case 'pre-commit':
    case 'look':
      return readYaml(file, text).comments;
    default:
      return linesOf(file, text);
  }
}

/** Of a file whose grammar is not ours (scripts, server configuration, source): only comments that speak to us. */
function linesOf(file: string, text: string): readonly FileComment[] {
  return [...text.matchAll(/(?<=^|[ \t])(?:#|\/\/)[ \t]*(seaworthy:[^\r\n]*)/gm)].map((match) => ({
    span: { file, start: match.index, end: match.index + match[0].length },
    text: match[1] ?? '',
  }));
}
