// Traefik with its routes in a file: the Docker provider would need the socket, which is as good as root on the host.
import { entry, flow, fromPlain, item, list, map, raw, type Yaml, yamlFile } from '../yaml.ts';
import type { Site } from './sites.ts';

/** Static settings; the address of the certificates' owner comes by the command line, where compose can fill it in. */
export const traefikCommand: Yaml = list(
  item('--providers.file.filename=/etc/traefik/routes.yml'),
  item('--entrypoints.web.address=:80'),
  item('--entrypoints.web.http.redirections.entrypoint.to=websecure'),
  item('--entrypoints.websecure.address=:443'),
  item(
    `--certificatesresolvers.letsencrypt.acme.email=\${ACME_EMAIL:?who is told when a certificate runs out}`,
  ),
  item('--certificatesresolvers.letsencrypt.acme.storage=/certificates/acme.json'),
  item('--certificatesresolvers.letsencrypt.acme.httpchallenge.entrypoint=web'),
  item('--ping=true', { above: 'For the health check.' }),
);

/** Traefik fills in templates of Go in files: `env` is the environment of its container. */
export function traefikRoutes(sites: readonly Site[]): string {
  const routers = sites.map(({ service, prefix }) =>
    entry(
      service.name,
      map(
        entry('rule', raw(`'Host(\`${prefix}{{ env "DOMAIN" }}\`)'`)),
        entry('entryPoints', flow(fromPlain(['websecure']))),
        entry('service', service.name),
        entry('middlewares', flow(fromPlain(['strict-transport']))),
        entry('tls', map(entry('certResolver', 'letsencrypt'))),
      ),
    ),
  );
  const services = sites.map(({ service, port }) => {
    const servers = list(
      item(flow(map(entry('url', raw(JSON.stringify(`http://${service.name}:${port}`)))))),
    );
    return entry(service.name, map(entry('loadBalancer', map(entry('servers', servers)))));
  });
  const headers = map(entry('headers', map(entry('stsSeconds', 31536000))));
  const http = map(
    entry('routers', map(...routers)),
    entry(
      'middlewares',
      map(
        entry('strict-transport', headers, {
          above: 'For a year, browsers do not even try without encryption.',
        }),
      ),
    ),
    entry('services', map(...services)),
  );
  return yamlFile({ head: 'What is published, by HTTPS.', root: map(entry('http', http)) });
}
