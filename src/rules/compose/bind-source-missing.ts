import type { Located } from '../../base/span.ts';
import { nearest } from '../../base/text.ts';
import type { Problem } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import type { Mount } from '../../model/service.ts';
import { removeAt } from '../../syntax/yaml-edit.ts';
import { bad, defineRule, good } from '../rule.ts';
import { fromRoot, isMadeFromTemplate, isMissingFor } from '../shared/path.ts';
import { holdsUnsetVariable } from '../shared/problem-rule.ts';
import { isBrought, reviewFix, swapped, yamlOf } from '../shared/yaml-fix.ts';

const fileLike =
  /\.(?:conf|cfg|ini|ya?ml|json|toml|sql|sh|js|ts|py|html?|xml|properties|template|tpl|pem|crt|cer|key|txt|env|lua|acl|rules|hcl|alloy|cnf)$/i;

export default defineRule({
  id: 'bind-source-missing',
  area: 'compose',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'A file that is mounted into a container does not exist',
  why: 'Docker makes an empty folder in its place, and the program that expects a file there fails at start.',
  fix: 'Add the file to the repository, or correct the path, which is relative to the compose file.',
  references: ['https://docs.docker.com/engine/storage/bind-mounts/'],
  on: 'service',
  *check(service, { project, stack }) {
    for (const mount of service.mounts) {
      const source = mount.source;
      if (mount.kind !== 'bind' || source === undefined) continue;
      const there = fromRoot(project, stack, source.value);
      if (there === undefined && !isMissingFor(project, stack, source.value)) continue;
      if (holdsUnsetVariable(project, mount.span)) continue;
      // A missing folder is made empty, which is what data folders want.
      const isFile = fileLike.test(source.value) && fileLike.test(mount.target.value);
      const isMeant = isFile || mount.mustExist || there !== undefined;
      if (!isMeant || isMadeFromTemplate(project, source.value)) continue;
      // Certificates and keys are made on the machine.
      const isMade = /\.(?:pem|crt|cer|key|env|txt)$/i.test(source.value);
      yield {
        at: mount.span,
        message: `${service.name} mounts ${source.value}, which does not exist${there === undefined ? '' : `; ${there} does, and paths count from the compose file`}`,
        object: `services.${service.name}.volumes.${mount.target.value}`,
        severity: isMade ? 'medium' : isFile || mount.mustExist ? 'critical' : 'high',
        ...sourceFix(project, mount, source),
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            proxy:
              image: nginx:1.27-alpine
              volumes:
                - ./nginx.conf:/etc/nginx/nginx.conf:ro
        `,
        'nginx/nginx.conf': 'events {}\n',
      },
      'compose.yaml:5:9',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            web:
              image: nginx:1.27-alpine
              volumes:
              - type: bind
                source: "./nginx/defalut.conf" # the site
                target: /etc/nginx/conf.d/default.conf
        `,
        'nginx/default.conf': `
          server { listen 80; }
        `,
      },
      'compose.yaml:5:7',
      {
        'compose.yaml': `
          services:
            web:
              image: nginx:1.27-alpine
              volumes:
              - type: bind
                source: "./nginx/default.conf" # the site
                target: /etc/nginx/conf.d/default.conf
        `,
      },
    ),
    bad(
      {
        'deploy/production.yml': `
          services:
            api:
              build: ..
              volumes:
                - ./config:/etc/api:ro
                - ../certs:/certs:ro
        `,
        Dockerfile: 'FROM alpine:3.20\nCMD ["api"]\n',
        'config/api.toml': 'port = 3000\n',
        'certs/README.md': 'Certificates.\n',
      },
      'deploy/production.yml:5:9',
    ),
    good({
      'deploy/production.yml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            volumes:
              - ./config/api.toml:/etc/api/api.toml:ro
      `,
      'compose.yaml': `
        services:
          api:
            build: .
      `,
      Dockerfile: 'FROM alpine:3.20\nCMD ["api"]\n',
      'config/api.toml': 'port = 3000\n',
    }),
    good({
      'compose.yaml': `
        services:
          proxy:
            image: nginx:1.27-alpine
            volumes:
              - ./nginx/nginx.conf:/etc/nginx/nginx.conf:ro
              - ./logs:/var/log/nginx
              - /var/run/docker.sock:/var/run/docker.sock
      `,
      'nginx/nginx.conf': 'events {}\n',
    }),
    // What is run at the first start only if it is there.
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:17.2-alpine
              volumes:
                # the data
                - data:/var/lib/postgresql/data
                - ./db/init.sql:/docker-entrypoint-initdb.d/init.sql:ro
          volumes:
            data:
        `,
      },
      'compose.yaml:7:9',
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:17.2-alpine
              volumes:
                # the data
                - data:/var/lib/postgresql/data
          volumes:
            data:
        `,
      },
    ),
    // Whoever installs makes the file from its example.
    good({
      'compose.yaml': `
        services:
          proxy:
            image: nginx:1.27-alpine
            volumes:
              - ./nginx.conf:/etc/nginx/nginx.conf:ro
      `,
      'nginx.conf.example': 'events {}\n',
    }),
  ],
});

/** A file of nearly the same name beside it; else nothing where the image takes what there is, and asks for none. */
function sourceFix(project: Project, mount: Mount, source: Located<string>): Pick<Problem, 'fix'> {
  const folder = source.value.slice(0, source.value.lastIndexOf('/') + 1);
  const name = source.value.slice(folder.length);
  const beside = project.files
    .below(folder.replace(/\/$/, ''))
    .map((file) => file.slice(folder.length))
    .filter((file) => !file.includes('/'));
  const near = nearest(name, beside, 2);
  if (near !== undefined) return reviewFix(`Mount ${folder}${near}`, swapped(project, source, name, near));
  const isOptional = mount.target.value.startsWith('/docker-entrypoint-initdb.d/') && !isBrought(source);
  return isOptional
    ? reviewFix('Start without the script', removeAt(yamlOf(project, mount.span.file), mount.span))
    : {};
}
