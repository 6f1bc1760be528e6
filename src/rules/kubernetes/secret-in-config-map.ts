import { textMapAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { secretKindOf, secretSeverity, secretWords } from '../shared/secret-value.ts';

export default defineRule({
  id: 'secret-in-config-map',
  area: 'kubernetes',
  severity: 'high',
  confidence: 'likely',
  aliases: ['polaris:sensitiveConfigmapContent', 'trivy:KSV-0109', 'trivy:KSV-01010'],
  title: 'A ConfigMap holds a secret',
  why: 'Everyone who can read the repository, or ConfigMaps of the namespace, can use it.',
  fix: 'Put it into a Secret that is made outside of the repository, and change it.',
  references: ['https://kubernetes.io/docs/concepts/configuration/secret/'],
  joins: 'file',
  on: 'kubernetes-object',
  only: ['ConfigMap'],
  *check(object, { production, project }) {
    if (object.kind.value !== 'ConfigMap' || project.files.isGitIgnored(object.file)) return;
    for (const [name, { value, span }] of textMapAt(object.node, 'data')) {
      if (/[\n{<]|\$\(/.test(value)) continue;
      const kind = secretKindOf(name, value);
      if (kind === undefined || !production || kind === 'token') continue;
      yield {
        at: span,
        message: `${object.title} sets ${name} to ${secretWords[kind]}`,
        severity: secretSeverity[kind],
        object: `${object.title} ${name}`,
      };
    }
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: ConfigMap
          metadata:
            name: settings
          data:
            DB_PASSWORD: Tr0ub4dor-3-x
        `,
      },
      'k8s/api.yaml:6:16',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: settings
        data:
          MODE: fast
      `,
    }),
  ],
});
