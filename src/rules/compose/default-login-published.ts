import type { Service } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { boundToLoopback } from '../shared/address-fix.ts';
import { isLoopback } from '../shared/env-address.ts';
import { isTrial } from '../shared/exposures.ts';
import { rootImageOf } from '../shared/image.ts';
import { isForUsers, isOnlyInternal } from '../shared/stack.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

interface DefaultLogin {
  readonly images: readonly string[];
  readonly port: number;
  readonly login: string;
  /** Any of these sets another login, or another way to log in. */
  readonly variables: RegExp;
  /** A file of this folder may set another one too. */
  readonly settings?: string;
}

// Sources: the documentation of each image, "default credentials".
const logins: readonly DefaultLogin[] = [
  {
    images: ['grafana/grafana', 'grafana/grafana-oss', 'grafana/grafana-enterprise'],
    port: 3000,
    login: 'admin / admin',
    variables:
      /^GF_(?:SECURITY_ADMIN_PASSWORD|AUTH_DISABLE_LOGIN_FORM|SECURITY_DISABLE_INITIAL_ADMIN_CREATION|AUTH_BASIC_ENABLED)/,
    settings: '/etc/grafana/grafana.ini',
  },
  {
    images: ['minio/minio', 'quay.io/minio/minio'],
    port: 9000,
    login: 'minioadmin / minioadmin',
    variables: /^MINIO_(?:ROOT_PASSWORD|SECRET_KEY|ACCESS_KEY|ROOT_USER|CONFIG_ENV_FILE)/,
  },
  {
    images: ['mongo-express'],
    port: 8081,
    login: 'admin / pass',
    variables: /^ME_CONFIG_(?:BASICAUTH_(?:USERNAME|PASSWORD)|BASICAUTH_ENABLED)/,
  },
  {
    images: ['emqx/emqx', 'emqx'],
    port: 18083,
    login: 'admin / public',
    variables: /^EMQX_DASHBOARD__/,
    settings: '/opt/emqx/etc/emqx.conf',
  },
  { images: ['apache/activemq-classic'], port: 8161, login: 'admin / admin', variables: /^ACTIVEMQ_WEB_/ },
  {
    images: ['guacamole/guacamole'],
    port: 8080,
    login: 'guacadmin / guacadmin',
    variables: /^(?:OPENID|SAML|LDAP)_/,
  },
  { images: ['osixia/openldap'], port: 389, login: 'cn=admin / admin', variables: /^LDAP_ADMIN_PASSWORD/ },
];

export default defineRule({
  id: 'default-login-published',
  area: 'compose',
  severity: 'high',
  aliases: [],
  title: 'A published service keeps the login that its documentation names',
  why: 'Whoever reaches the port logs in as administrator with what anyone can read up; scanners try it within hours.',
  fix: 'Set a password of your own from a secret, or bind the port to 127.0.0.1.',
  references: [
    'https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/#admin_password',
    'https://min.io/docs/minio/linux/reference/minio-server/settings/root-credentials.html',
  ],
  on: 'service',
  *check(service, { stack, project, production }) {
    if (
      !service.enabled ||
      isOnlyInternal(stack, service) ||
      !isForUsers(project, stack, production) ||
      isTrial(stack)
    )
      return;
    const repository = rootImageOf(service, undefined)?.repository ?? '';
    const found = logins.find(({ images }) => images.includes(repository));
    if (found === undefined || mayBeChanged(service, found)) return;
    const port = service.ports.find(
      ({ target, host }) =>
        target.value === found.port &&
        (host === undefined || !isLoopback(host.value) || host.value === '0.0.0.0'),
    );
    if (port === undefined) return;
    yield {
      at: port.span,
      message: `${service.name} is published with the login ${found.login} of ${repository}`,
      object: `services.${service.name}.login`,
      ...reviewFix('Bind the port to 127.0.0.1', boundToLoopback(project, port)),
      ...(service.image === undefined
        ? {}
        : { related: [{ at: service.image.span, message: 'the image is named here' }] }),
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
              grafana:
                  image: grafana/grafana:11.3.0
                  ports:
                      - published: 3000
                        target: 3000 # the page
                        protocol: tcp
        `,
      },
      'compose.yaml:5:15',
      {
        'compose.yaml': `
          services:
              grafana:
                  image: grafana/grafana:11.3.0
                  ports:
                      - published: 3000
                        target: 3000 # the page
                        protocol: tcp
                        host_ip: "127.0.0.1"
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          grafana:
            image: grafana/grafana:11.3.0
            ports: ["3000:3000"]
            environment:
              GF_SECURITY_ADMIN_PASSWORD: \${GRAFANA_PASSWORD:?}
          files:
            image: minio/minio:RELEASE.2024-11-07T00-52-20Z
            ports: ["127.0.0.1:9000:9000"]
      `,
    }),
  ],
});

function mayBeChanged(service: Service, { variables, settings }: DefaultLogin): boolean {
  if (service.envFiles.some(({ exists }) => !exists) || service.entrypoint !== undefined) return true;
  if ([...service.environment.keys()].some((name) => variables.test(name))) return true;
  return (
    settings !== undefined &&
    service.mounts.some(({ target }) => settings.startsWith(target.value.replace(/\/$/, '')))
  );
}
