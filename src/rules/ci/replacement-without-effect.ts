import type { Project } from '../../model/project.ts';
import type { ScriptWord } from '../../model/script.ts';
import type { Job } from '../../model/workflow.ts';
import { bad, defineRule, good } from '../rule.ts';
import { literalsOf, type SedCall, type Substitution, sedCallOf } from '../shared/sed-call.ts';
import { folderOf, isPlainCheckout, pathIn } from '../shared/workflow-paths.ts';
import { scriptCommands } from '../shared/workflow-run.ts';

export default defineRule({
  id: 'replacement-without-effect',
  area: 'ci',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'sed looks for a text that the file does not hold',
  why: 'Nothing is replaced and sed reports success: the old image or version is deployed as if it were the new one.',
  fix: 'Look for what stands in the file, or set the value with a tool that fails when there is none (`kustomize edit`, `yq`).',
  references: ['https://www.gnu.org/software/sed/manual/sed.html#The-_0022s_0022-Command'],
  on: 'job',
  *check(job, { project, workflow }) {
    if (!job.steps.some(({ run }) => run?.value.includes('sed ') === true)) return;
    const written = redirections(job);
    const replaced: string[] = [];
    for (const step of job.steps) {
      const folder = folderOf(workflow, job, step);
      for (const { words } of scriptCommands(step)) {
        const call = sedCallOf(words);
        if (call !== undefined && folder !== undefined && isPlainCheckout(job.steps.slice(0, step.index)))
          yield* idle(project, job, call, { folder, written, replaced });
        // What another command made of the file is not known.
        if (/^(?:cd|pushd|git|chroot|ssh)$/.test(words[0]?.text ?? '') && words[1]?.text !== 'config') return;
        if (call !== undefined) replaced.push(...call.expressions.map(({ replacement }) => replacement));
        else if (makes(words)) written.push(...words.map(({ text }) => text));
      }
    }
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: api}
          spec:
            selector: {matchLabels: {app: api}}
            template:
              metadata: {labels: {app: api}}
              spec: {containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
        `,
        '.github/workflows/deploy.yml': `
          on: push
          jobs:
            deploy:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v4
                - run: |
                    sed -i "s|image: acme/api:.*|image: ghcr.io/acme/api:\${{ github.sha }}|g" k8s/api.yaml
                    kubectl apply -f k8s/api.yaml
        `,
      },
      '.github/workflows/deploy.yml:8:18',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: api}
        spec:
          selector: {matchLabels: {app: api}}
          template:
            metadata: {labels: {app: api}}
            spec: {containers: [{name: api, image: "ghcr.io/acme/api:IMAGE_TAG"}]}
      `,
      '.github/workflows/deploy.yml': `
        on: push
        jobs:
          deploy:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v4
              - run: |
                  sed -i 's/acme\\/api:[A-Z_]*"/acme\\/api:$TAG"/' k8s/api.yaml
                  sed -i "s|\${{ env.OLD }}|\${{ env.NEW }}|" k8s/api.yaml
                  envsubst < k8s/template.yaml > k8s/web.yaml
                  sed -i -E 's#(debug|trace)#info#' k8s/api.yaml
      `,
    }),
  ],
});

interface Before {
  readonly folder: string;
  /** Words of commands that may have written the file. */
  readonly written: readonly string[];
  readonly replaced: readonly string[];
}

function* idle(project: Project, job: Job, call: SedCall, { folder, written, replaced }: Before) {
  const paths = call.files.map((word) => (word.dynamic ? undefined : pathIn(folder, word.text)));
  const texts = paths.map((path) =>
    path === undefined || isWritten(path, written) ? undefined : project.files.text(path, 200_000),
  );
  if (texts.length === 0 || texts.includes(undefined)) return;
  for (const expression of call.expressions) {
    const missing = missingIn(expression, texts.join('\n'));
    if (missing === undefined || replaced.some((text) => text.includes(missing))) continue;
    yield {
      at: expression.at.span,
      message: `sed looks for "${missing}" in ${call.files.map(({ text }) => text).join(', ')}, which does not hold it`,
      object: `job ${job.id}`,
    };
  }
}

function missingIn(expression: Substitution, text: string): string | undefined {
  return literalsOf(expression)
    ?.filter((part) => part.trim().length > 3)
    .find((part) => !text.includes(part));
}

function isWritten(path: string, written: readonly string[]): boolean {
  const name = path.replace(/^.*\//, '');
  return written.some((text) => text.includes(name));
}

/** Files that the job writes by `>`. */
function redirections(job: Job): string[] {
  return job.steps.flatMap(({ run }) =>
    [...(run?.value ?? '').matchAll(/>\s*["']?([^\s"'|;&>]+)/g)].map(([, file = '']) => file),
  );
}

/** Programs that write files, or bring them. */
function makes(words: readonly ScriptWord[]): boolean {
  return !/^(?:kubectl|cat|grep|echo|ls|docker|helm|export|yq|jq)$/.test(words[0]?.text ?? '');
}
