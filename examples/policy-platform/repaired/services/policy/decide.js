// A policy applies when each of its three lists has a pattern for the request; a trailing * stands for any
// ending. Denials win over permissions, and what no policy speaks of is denied.
export function decide(policies, { subject, action, resource }) {
  const applying = policies.filter((policy) => {
    return (
      matches(policy.subjects, subject) &&
      matches(policy.actions, action) &&
      matches(policy.resources, resource)
    );
  });
  const denying = applying.filter(({ effect }) => effect === 'deny');
  const because = denying.length > 0 ? denying : applying;
  const isAllowed = denying.length === 0 && applying.length > 0;
  return { decision: isAllowed ? 'allow' : 'deny', policies: because.map(({ id }) => id) };
}

function matches(patterns, value) {
  return patterns.some((pattern) => {
    return pattern.endsWith('*') ? value.startsWith(pattern.slice(0, -1)) : value === pattern;
  });
}
