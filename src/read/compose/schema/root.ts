// The top level of a compose file and the objects that stand beside the services (spec: 04 to 09, 14, models.md).
import { job, service } from './service.ts';
import {
  bareInteger,
  dict,
  either,
  flag,
  listOf,
  type MapShape,
  mapOf,
  names,
  options,
  orNothing,
  pairs,
  serviceNames,
  text,
  textOrTexts,
  texts,
} from './shape.ts';

/** `external: true`, or the older `external: { name: … }`. */
const external = either(flag, mapOf('external', { name: text }));

const ipam = mapOf('ipam', {
  config: listOf(
    mapOf('an address range', {
      aux_addresses: dict('auxiliary addresses', text),
      gateway: text,
      ip_range: text,
      subnet: text,
    }),
  ),
  driver: text,
  options: dict('ipam options', text),
});

const network = mapOf('a network', {
  attachable: flag,
  driver: text,
  driver_opts: options,
  enable_ipv4: flag,
  enable_ipv6: flag,
  external,
  internal: flag,
  ipam,
  labels: pairs,
  name: text,
});

const volume = mapOf('a volume', { driver: text, driver_opts: options, external, labels: pairs, name: text });

const fileObject = {
  environment: text,
  external,
  file: text,
  labels: pairs,
  name: text,
  template_driver: text,
};

const secret = mapOf(
  'a secret',
  { ...fileObject, driver: text, driver_opts: options },
  { oneOf: ['file', 'environment', 'external', 'driver'], exclusive: ['file', 'environment'] },
);
const config = mapOf(
  'a config',
  { ...fileObject, content: text },
  {
    oneOf: ['file', 'environment', 'content', 'external'],
    exclusive: ['file', 'environment', 'content'],
  },
);

const model = mapOf(
  'a model',
  { context_size: bareInteger, model: text, name: text, runtime_flags: texts },
  { required: ['model'] },
);

const include = mapOf(
  'an include',
  { env_file: textOrTexts, path: textOrTexts, project_directory: text },
  { extensible: false, overlooks: true, required: ['path'] },
);

export const root: MapShape = mapOf('a compose file', {
  configs: dict('configs', config, names),
  include: listOf(either(text, include)),
  jobs: dict('jobs', job, names),
  models: dict('models', model, names),
  name: text,
  networks: dict('networks', orNothing(network), names),
  secrets: dict('secrets', secret, names),
  services: dict('services', service, serviceNames),
  version: text,
  volumes: dict('volumes', orNothing(volume), names),
});
