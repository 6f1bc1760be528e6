import { textsAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { written } from '../shared/kubernetes/edits.ts';

export default defineRule({
  id: 'allowed-repository-open-ended',
  area: 'kubernetes',
  severity: 'high',
  aliases: ['trivy:KSV-0124'],
  title: 'An admission policy allows a repository by a prefix without an end',
  why: '`registry.example.com/acme` also allows `registry.example.com/acme-evil/…`, which anyone may be able to make.',
  fix: 'End the prefix with a slash.',
  references: ['https://open-policy-agent.github.io/gatekeeper-library/website/validation/allowedrepos/'],
  on: 'kubernetes-object',
  only: ['K8sAllowedRepos'],
  *check(object, { project }) {
    if (object.kind.value !== 'K8sAllowedRepos') return;
    for (const { value, span } of textsAt(object.node, 'spec', 'parameters', 'repos')) {
      if (value.endsWith('/') || /[@:]/.test(value.split('/').at(-1) ?? '')) continue;
      yield {
        at: span,
        message: `${object.title} allows the open-ended prefix ${value}`,
        ...written(project, span, `${value}/`),
      };
    }
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: constraints.gatekeeper.sh/v1beta1
          kind: K8sAllowedRepos
          metadata:
            name: repos
          spec:
            parameters:
              repos:
                - registry.example.com/acme
        `,
      },
      'k8s/api.yaml:8:9',
      {
        'k8s/api.yaml': `
          apiVersion: constraints.gatekeeper.sh/v1beta1
          kind: K8sAllowedRepos
          metadata:
            name: repos
          spec:
            parameters:
              repos:
                - registry.example.com/acme/
        `,
      },
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: constraints.gatekeeper.sh/v1beta1
        kind: K8sAllowedRepos
        metadata:
          name: repos
        spec:
          parameters:
            repos:
              - registry.example.com/acme/
      `,
    }),
  ],
});
