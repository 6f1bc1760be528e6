// Owners of actions whom nearly every workflow trusts already.

/** GitHub itself, and the vendors whose service the workflow then uses. */
const official = new Set([
  'actions',
  'github',
  'docker',
  'azure',
  'aws-actions',
  'google-github-actions',
  'hashicorp',
  'microsoft',
]);

export function isOfficial(owner: string): boolean {
  return official.has(owner);
}
