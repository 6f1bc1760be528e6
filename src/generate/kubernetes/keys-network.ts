import { approximated, carried, lost, type Translator } from './keys.ts';

const ports: Translator = ({ built: { part }, index, openings }) => {
  const port = part.service.ports[index ?? 0];
  if (part.kind === 'Job') return lost('a Job serves nobody');
  if (!part.ports.some((one) => one.port === port?.target.value)) return lost('the port of a debugger');
  const opening = openings.find((one) => one.part === part && one.port.port === port?.target.value);
  if (opening !== undefined)
    return approximated(
      `Ingress ${opening.host}, with TLS; inside port ${opening.port.port} of Service ${part.name}`,
    );
  return approximated(`Service ${part.name} inside of the cluster; nothing is open to the outside`);
};

export const networkKeys: Readonly<Record<string, Translator>> = {
  dns: () => lost('the resolver of the cluster answers; set `dnsConfig` where another must'),
  dns_opt: () => lost('options of the resolver are those of the generated `dnsConfig`'),
  dns_search: () => lost('set `dnsConfig.searches`'),
  'deploy.endpoint_mode': ({ built }) =>
    approximated(built.part.kind === 'StatefulSet' ? 'a headless Service' : 'a Service with one address'),
  expose: ({ built }) => carried(`ports of Service ${built.part.name}`),
  external_links: () => lost('containers of other projects: use their Services'),
  extra_hosts: () => lost('addresses do not stand still in a cluster: use a Service of type ExternalName'),
  links: () =>
    approximated('the other is reached by the name of its Service, and its policy lets this one in'),
  mac_address: () => lost('pods get theirs from the network'),
  network_mode: () =>
    lost('each pod has a network of its own, and the restricted standard refuses that of the host'),
  networks: () => approximated('one network for all; policies allow what is seen to be used'),
  'networks.*.aliases': () => approximated('a Service of that name, where others use it'),
  ports,
};
