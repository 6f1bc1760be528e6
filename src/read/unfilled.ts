// Files that a template engine fills in first: as they stand they are no YAML, Dockerfile or list of variables.
import type { ArtifactKind } from '../model/artifact.ts';

const kinds: ReadonlySet<ArtifactKind> = new Set([
  'compose',
  'dockerfile',
  'env',
  'workflow',
  'action',
  'gitlab-ci',
]);

const statement =
  /\{%[-+]?\s*(?:if|elif|else|endif|for|endfor|set|raw|include|block|macro|with|import|from)\b[^\n]*%\}/;
/** A whole value in braces: YAML would read a mapping as the key of another. `${{ … }}` is GitHub's own. */
const bareValue = /^[^#\n]*(?::|-)[ \t]+\{\{-?[ \t]*[\w.]+[^\n]*\}\}[ \t]*$/m;

/** Variables and keys that only Coolify knows. Source: https://coolify.io/docs/knowledge-base/docker/compose */
const coolify =
  /\bSERVICE_(?:FQDN|URL|PASSWORD|USER|BASE64|REALBASE64|HEX)_[A-Z0-9_]+|^[ \t]+exclude_from_hc:|^[ \t]+-? ?is_directory:|^# slogan: /m;

/** Why the text cannot be judged; undefined when it stands for itself. */
export function unfilledReason(kind: ArtifactKind, text: string): string | undefined {
  if (!kinds.has(kind)) return undefined;
  if (kind === 'compose' && coolify.test(text)) return 'a template of Coolify, which completes it';
  const isTemplate =
    (text.includes('{%') && statement.test(text)) ||
    (kind === 'compose' && text.includes('{{') && bareValue.test(text));
  return isTemplate ? 'a template: its values are not known here' : undefined;
}
