import { nearest } from '../../base/text.ts';
import type { Problem } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import type { Service } from '../../model/service.ts';
import type { SmokeCheck } from '../../model/smoke.ts';
import { bad, defineRule, good } from '../rule.ts';
import { readdressed } from '../shared/address-fix.ts';
import { isLoopback } from '../shared/env-address.ts';
import { addressIn, settingsStack } from '../shared/settings-stack.ts';
import { hostsOf } from '../shared/stack.ts';
import { wrongPort } from '../shared/wrong-port.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'smoke-target-unknown',
  area: 'project',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A smoke check calls a service or port that the stack does not have',
  why: 'The check fails after each rollout, however well the release works, and the release is undone.',
  fix: 'Call the service by its name in the compose file, on the port inside its container.',
  references: ['https://docs.docker.com/compose/how-tos/networking/'],
  on: 'project',
  *check(project) {
    const found = settingsStack(project);
    if (found === undefined) return;
    const hosts = hostsOf(found.stack);
    for (const check of found.settings.smoke) {
      const written = 'url' in check ? check.url : 'address' in check ? check.address : undefined;
      const address = written === undefined ? undefined : addressIn(written);
      if (address === undefined || isLoopback(address.host) || /[.$]/.test(address.host)) continue;
      const service = hosts.get(address.host);
      const wrong =
        service && address.port !== undefined ? wrongPort(project, address.port, service) : undefined;
      const near = nearest(address.host, hosts.keys());
      const message =
        service === undefined
          ? `smoke check ${nameOf(check)} calls ${address.host}, which is no service of the stack`
          : wrong &&
            `smoke check ${nameOf(check)} calls ${address.host}:${address.port}, but ${service.name} listens on ${wrong.listens}`;
      if (message === undefined) continue;
      const place = hosts.get(near ?? '')?.nameSpan ?? [...found.stack.services.values()][0]?.nameSpan;
      const known =
        place === undefined
          ? []
          : [
              {
                at: place,
                message: near === undefined ? 'services are defined here' : `there is a service ${near}`,
              },
            ];
      yield {
        at: check.span,
        message,
        object: `smoke ${check.name}`,
        related: wrong?.related ?? known,
        ...smokeFix(
          project,
          check,
          address,
          wrong?.listens,
          near === undefined ? undefined : { near, target: hosts.get(near) },
        ),
      };
    }
  },
  examples: [
    bad(
      {
        'seaworthy.yaml': `
          smoke:
            - {name: health, http: 'http://api-server:3000/health'}
            - {name: page, http: 'http://web:8080/'} # what users see
        `,
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              ports: ["3000:3000"]
            web:
              image: ghcr.io/acme/web:1.4.2
              ports: ["8080:80"]
        `,
      },
      ['seaworthy.yaml:2:5', 'seaworthy.yaml:3:5'],
      {
        'seaworthy.yaml': `
          smoke:
            - {name: health, http: 'http://api-server:3000/health'}
            - {name: page, http: 'http://web:80/'} # what users see
        `,
      },
    ),
    good({
      'seaworthy.yaml': `
        smoke:
          - {name: health, http: 'http://api:3000/health'}
          - {name: public, http: 'https://shop.example.com/'}
      `,
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            ports: ["8080:3000"]
      `,
    }),
  ],
});

function nameOf({ name }: SmokeCheck): string {
  return /^[\w -]{1,40}$/.test(name) ? name : 'without a name';
}

/** The port on which the service listens, or the service of nearly the same name. */
function smokeFix(
  project: Project,
  { span }: SmokeCheck,
  address: { readonly host: string; readonly port: number | undefined },
  listens: number | undefined,
  named: { readonly near: string; readonly target: Service | undefined } | undefined,
): Pick<Problem, 'fix'> {
  if (listens !== undefined) {
    const to = { host: address.host, port: listens };
    return reviewFix(`Call port ${listens}`, readdressed(project, { span }, address, to));
  }
  if (named?.target === undefined) return {};
  const { near, target } = named;
  const wrong = address.port === undefined ? undefined : wrongPort(project, address.port, target);
  const to = { host: near, port: wrong?.listens ?? address.port };
  return reviewFix(`Call ${near}`, readdressed(project, { span }, address, to));
}
