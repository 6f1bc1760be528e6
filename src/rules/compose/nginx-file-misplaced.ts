import { posix } from 'node:path';
import type { Located } from '../../base/span.ts';
import type { ConfigLink } from '../../model/server-config.ts';
import { bad, defineRule, good } from '../rule.ts';
import { chainOf } from '../shared/build.ts';
import { lineText } from '../shared/command.ts';
import { stageOf } from '../shared/image.ts';
import { runText } from '../shared/installs.ts';
import { place } from '../shared/monitoring.ts';

/** What only the main file may say: https://nginx.org/en/docs/ngx_core_module.html */
const ofMain: ReadonlySet<string> = new Set([
  'events',
  'http',
  'user',
  'daemon',
  'worker_processes',
  'worker_rlimit_nofile',
]);
/** What must stand in `http`. */
const ofHttp: ReadonlySet<string> = new Set([
  'server',
  'upstream',
  'location',
  'limit_req_zone',
  'proxy_pass',
]);

export default defineRule({
  id: 'nginx-file-misplaced',
  area: 'compose',
  severity: 'critical',
  aliases: [],
  title: 'nginx is given a file at a place where such a file may not stand',
  why: '`nginx.conf` is the whole configuration, and what lies in `conf.d` a part of its `http` block: nginx names the first directive that is "not allowed here" and ends.',
  fix: 'Put server blocks into `/etc/nginx/conf.d/default.conf`, and a file with `events` and `http` to `/etc/nginx/nginx.conf`.',
  references: ['https://nginx.org/en/docs/beginners_guide.html#conf_structure'],
  on: 'server-config',
  *check(config, { project, service, link }) {
    const { outermost = [], file } = config.config;
    if (config.config.program !== 'nginx' || outermost.length === 0 || !service.enabled) return;
    const image = stageOf(link)?.image;
    const started = [service.entrypoint, service.command, image?.entrypoint, image?.cmd].map(lineText);
    // Another file is taken, or whatever starts nginx writes it first.
    if (started.some((text) => /\s-c\s?|envsubst|\.sh\b|\bsed\b|\bcp\b|\bmv\b/.test(text))) return;
    const wrong = wrongIn(config, outermost, () =>
      project.serverConfigs.some((other) => other.service === service && isMain(targetOf(other))),
    );
    if (wrong === undefined) return;
    const steps =
      link?.dockerfile === undefined
        ? []
        : chainOf(link.dockerfile, stageOf(link)).flatMap(({ instructions }) => instructions);
    if (steps.some((step) => step.keyword === 'RUN' && /nginx\.conf|conf\.d/.test(runText(step)))) return;
    const what = isMain(targetOf(config))
      ? 'as its whole nginx.conf, which has no events section'
      : 'in conf.d';
    yield {
      at: wrong.span,
      message: `${service.name} is given ${file} ${what}: nginx does not allow ${wrong.value} there and ends`,
      object: `services.${service.name} ${targetOf(config)}`,
      related: [place(config)],
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            gateway:
              image: nginx:1.27-alpine
              volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
            site:
              image: nginx:1.27-alpine
              volumes: ["./site.conf:/etc/nginx/conf.d/default.conf:ro"]
        `,
        'nginx.conf': `
          server {
            listen 80;
            location / { return 200; }
          }
        `,
        'site.conf': `
          events { worker_connections 1024; }
          http {
            server { listen 80; }
          }
        `,
      },
      ['nginx.conf:1:1', 'site.conf:1:1'],
    ),
    good({
      'compose.yaml': `
        services:
          gateway:
            image: nginx:1.27-alpine
            volumes:
              - ./nginx.conf:/etc/nginx/nginx.conf:ro
              - ./site.conf:/etc/nginx/conf.d/default.conf:ro
          other:
            image: nginx:1.27-alpine
            command: nginx -c /etc/nginx/conf.d/all.conf
            volumes: ["./nginx.conf:/etc/nginx/conf.d/all.conf:ro"]
      `,
      'nginx.conf': `
        worker_processes auto;
        events {}
        http {
          include /etc/nginx/conf.d/*.conf;
        }
      `,
      'site.conf': `
        upstream api { server api:3000; }
        server { listen 80; }
      `,
    }),
  ],
});

/** The first directive that may not stand at the place of the file. */
function wrongIn(
  config: ConfigLink,
  outermost: readonly Located<string>[],
  hasOwnMain: () => boolean,
): Located<string> | undefined {
  const target = targetOf(config);
  // An included file may bring what is not seen here.
  if (isMain(target) && !outermost.some(({ value }) => value === 'events' || value === 'include'))
    return outermost.find(({ value }) => ofHttp.has(value));
  // A main file of one's own may take the folder in elsewhere.
  if (!isPart(target) || hasOwnMain()) return undefined;
  return outermost.find(({ value }) => ofMain.has(value));
}

function targetOf({ target, config }: ConfigLink): string {
  return posix.normalize(target.endsWith('/') ? `${target}${posix.basename(config.file)}` : target);
}

function isMain(target: string): boolean {
  return target === '/etc/nginx/nginx.conf';
}

/** What the image's own nginx.conf includes, and the templates that are written there. */
function isPart(target: string): boolean {
  return /^\/etc\/nginx\/(?:conf\.d\/[^/]+|templates\/[^/]+)\.conf(?:\.template)?$/.test(target);
}
