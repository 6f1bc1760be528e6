import type { Located, Span } from '../../base/span.ts';
import type { Project } from '../../model/project.ts';
import { textMapAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { keywordAliases, secretKindOf, secretSeverity, secretWords } from '../shared/secret-value.ts';

export default defineRule({
  id: 'secret-in-config-map',
  area: 'kubernetes',
  severity: 'high',
  confidence: 'likely',
  aliases: ['polaris:sensitiveConfigmapContent', 'trivy:KSV-0109', 'trivy:KSV-01010', ...keywordAliases],
  title: 'A ConfigMap holds a secret',
  why: 'Everyone who can read the repository, or ConfigMaps of the namespace, can use it.',
  fix: 'Put it into a Secret that is made outside of the repository, and change it.',
  references: ['https://kubernetes.io/docs/concepts/configuration/secret/'],
  joins: 'folder',
  on: 'kubernetes-object',
  only: ['ConfigMap'],
  *check(object, { production, project }) {
    if (object.kind.value !== 'ConfigMap' || project.files.isGitIgnored(object.file)) return;
    const entries = [...textMapAt(object.node, 'data')].flatMap(([key, text]) =>
      entriesOf(project, key, text),
    );
    for (const { name, value, span } of entries) {
      if (/[\n{<]|\$\(/.test(value)) continue;
      const kind = secretKindOf(name.replace(/[.-]/g, '_'), value);
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
          ethTokenAddress: "0x18aAA7115705e8be94bfFEBDE57Af9BFc265B998"
          secrets-backend: airflow.providers.google.cloud.secrets.secret_manager.CloudSecretManagerBackend
      `,
    }),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: settings}
          data:
            application.properties: |
              spring.datasource.username=api
              spring.datasource.password=Tr0ub4dor-3-x
              spring.mail.password=\${MAIL_PASSWORD}
            notes.md: |
              password=Tr0ub4dor-3-x
        `,
      },
      'k8s/api.yaml:7:5',
    ),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: settings}
          data:
            app.yaml: |
              database:
                user: api
                password: 'Tr0ub4dor-3-x' # the old one
                url: "postgres://api:Tr0ub4dor-3-x@db/shop"
              mail: {password: \${MAIL_PASSWORD}}
              existingConfigSecret: Gh28sk29xkAqz92kd
              api_key: os.environ/MODEL_KEY
            app.json: |
              {
                "token": "Gh28sk29xkAqz92kd",
                "secretName": "Gh28sk29xkAqz92kd",
                "tokens": []
              }
            nsswitch.conf: |
              passwd: compat
        `,
      },
      ['k8s/api.yaml:8:7', 'k8s/api.yaml:9:7', 'k8s/api.yaml:15:7'],
    ),
  ],
});

interface Entry {
  readonly name: string;
  readonly value: string;
  readonly span: Span;
}

/** `password=x`, `"password": "x",`, `- password: 'x' # why`: a setting on a line of its own. */
const setting =
  /^\s*(?:export\s+|-\s+)?(["']?)([\w.-]+)\1\s*[=:]\s*(?:"([^"\s]+)"|'([^'\s]+)'|([^\s"'#;[]\S*?)),?(?:\s+[#;].*)?\s*$/;
/** Dashboards and the like are long and have none of these: the rest is asked only of lines that do. */
const ofSecrets = /pass|pwd|secret|token|key|:\/\//i;
/** Structured settings also have fields about secrets: `secretName`, `tokenPath`, `password_secret`. */
const ownSecret =
  /(?<!(?:pass(?:word)?|token|key|existing)[._-]?)(?:pass(?:word|wd|phrase)?|pwd|secret|token|(?:api|secret|access|private|signing|encryption)[_-]?key)$/i;

/** The entry itself, or the settings in it where its key is the name of a file of such. */
function entriesOf(project: Project, key: string, { value, span }: Located<string>): readonly Entry[] {
  const isPlain = /\.(?:properties|env|ini)$/.test(key);
  // Programs look up accounts where nsswitch.conf says: `passwd: files`.
  const isStructured = /\.(?:ya?ml|json|toml|conf|cfg|cnf)$/.test(key) && key !== 'nsswitch.conf';
  if (!isPlain && !isStructured) return [{ name: key, value, span }];
  if (isStructured && !ofSecrets.test(value)) return [];
  const text = project.texts.get(span.file)?.text ?? '';
  return value.split('\n').flatMap((line) => {
    if (isStructured && (line.length > 1000 || !ofSecrets.test(line))) return [];
    const [, , name, ...forms] = setting.exec(line) ?? [];
    const set = forms.find((form) => form !== undefined);
    if (name === undefined || set === undefined) return [];
    if (isStructured && !ownSecret.test(name) && !set.includes('://')) return [];
    // `existingConfigSecret: name` and `api_key: os.environ/NAME` say where it is.
    if (isStructured && (/^existing/i.test(name) || /^os\.environ\b/.test(set))) return [];
    const start = text.indexOf(line.trim(), span.start);
    const isFound = start !== -1 && start < span.end;
    const at = isFound ? { file: span.file, start, end: start + line.trim().length } : span;
    return [{ name, value: set, span: at }];
  });
}
