import { bad, defineRule, good } from '../rule.ts';
import { keywordAliases, secretKindOf, secretSeverity, secretWords } from '../shared/secret-value.ts';

const development = /(?:^|[./_-])(?:dev|development|local|test|testing|ci|e2e)(?:[./_-]|$)/i;

export default defineRule({
  id: 'secret-in-env-file',
  area: 'env',
  severity: 'high',
  confidence: 'likely',
  aliases: keywordAliases,
  title: 'An env file that git tracks holds a secret',
  why: 'Everyone who can read the repository, now or later, can use it; removing it later leaves it in the history.',
  fix: 'Add the file to .gitignore, keep an example without values, and change the secret itself.',
  references: ['https://docs.docker.com/compose/how-tos/use-secrets/'],
  joins: 'file',
  on: 'env-file',
  *check(file) {
    if (file.isExample || file.ignoredByGit) return;
    for (const { name, value } of file.entries) {
      if (value === undefined) continue;
      const kind = secretKindOf(name.value, value.value);
      if (kind === undefined || kind === 'token' || development.test(file.file)) continue;
      yield {
        at: value.span,
        message: `${name.value} is ${secretWords[kind]}`,
        object: name.value,
        severity: secretSeverity[kind],
      };
    }
  },
  examples: [
    bad(
      {
        '.env': `
          LOG_LEVEL=info
          JWT_SECRET=9fK2vLq8Zt4xWm1B
          DB_PASSWORD=postgres
        `,
      },
      ['.env:2:12', '.env:3:13'],
    ),
    good({
      '.env': `
        LOG_LEVEL=info
        ClientCredentials__Scope=video-processor-api
        ETCD_INITIAL_CLUSTER_TOKEN=etcd-cluster-main-7f3a9c21
        DB_PASSWORD_FILE=/run/secrets/db
        DB_URL=postgres://app:\${DB_PASSWORD}@db/app
      `,
      'config.sops.env': 'API_TOKEN=ENC[AES256_GCM,data:m3Zk9w==,iv:Qx8=,tag:7Lw==,type:str]\n',
      '.env.example': 'JWT_SECRET=9fK2vLq8Zt4xWm1B\n',
      '.env.production': 'JWT_SECRET=9fK2vLq8Zt4xWm1B\n',
      '.gitignore': '.env.production\n',
    }),
  ],
});
