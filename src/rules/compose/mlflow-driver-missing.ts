import type { Service } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { lineText } from '../shared/command.ts';
import { parseImage } from '../shared/image.ts';

export default defineRule({
  id: 'mlflow-driver-missing',
  area: 'compose',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'The image of MLflow has no driver for the database that it is to store in',
  why: 'The server ends at its start with "No module named psycopg2" (or MySQLdb, or pymysql).',
  fix: 'Build an image `FROM` this one that installs the driver, or take the tag that ends in `-full`.',
  references: ['https://github.com/mlflow/mlflow/issues/9513'],
  on: 'service',
  *check(service) {
    if (!service.enabled || service.image === undefined || service.build !== undefined) return;
    const image = parseImage(service.image.value);
    // Newer images have a form with everything in it, and what a tag that moves holds nobody knows.
    if (
      !/^(?:ghcr\.io\/)?mlflow\/mlflow$/.test(image?.repository ?? '') ||
      !/^v[12]\./.test(image?.tag ?? '')
    )
      return;
    const start = `${lineText(service.entrypoint)} ${lineText(service.command)}`;
    if (/\b(?:pip|uv|conda|apt(?:-get)?) |\.(?:sh|py)\b/.test(start)) return;
    const store = storeIn(service, start);
    if (store === undefined) return;
    yield {
      at: service.image.span,
      message: `${service.name} is to store in ${store}, and its image has no driver for it`,
      object: `services.${service.name}.image`,
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            mlflow:
              image: ghcr.io/mlflow/mlflow:v2.22.1
              command: mlflow server --host 0.0.0.0 --backend-store-uri postgresql://mlflow@db:5432/mlflow
            other:
              image: ghcr.io/mlflow/mlflow:v2.22.1
              command: mlflow server --host 0.0.0.0
              environment:
                MLFLOW_BACKEND_STORE_URI: mysql+pymysql://mlflow@db:3306/mlflow
        `,
      },
      ['compose.yaml:3:12', 'compose.yaml:6:12'],
    ),
    good({
      'compose.yaml': `
        services:
          mlflow:
            image: ghcr.io/mlflow/mlflow:v2.22.1
            command: >
              bash -c "pip install psycopg2-binary &&
              mlflow server --backend-store-uri postgresql://mlflow@db:5432/mlflow"
          local:
            image: ghcr.io/mlflow/mlflow:v2.22.1
            command: mlflow server --backend-store-uri sqlite:////data/mlflow.db
          whole:
            image: ghcr.io/mlflow/mlflow:v3.6.0-full
            command: mlflow server --backend-store-uri postgresql://mlflow@db:5432/mlflow
      `,
    }),
  ],
});

/** The database that the command, or else the environment, names. */
function storeIn({ environment }: Service, start: string): string | undefined {
  const uri =
    /--backend-store-uri[= ]\s*(\S+)/.exec(start)?.[1] ??
    environment.get('MLFLOW_BACKEND_STORE_URI')?.value?.value;
  const scheme = /^["']?(postgres(?:ql)?|mysql)\b/.exec(uri ?? '')?.[1];
  return scheme === undefined ? undefined : scheme === 'mysql' ? 'MySQL' : 'PostgreSQL';
}
