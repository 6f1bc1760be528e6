import type { Project } from '../../model/project.ts';
import type { Stack } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { storeVersion } from '../shared/deployed-stores.ts';
import { isTestPath } from '../shared/source.ts';

export default defineRule({
  id: 'data-store-version-differs',
  area: 'compose',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'Two environments run different major versions of the same data store',
  why: 'What works in one breaks in the other, and a dump of the newer cannot be restored into the older.',
  fix: 'Run the same major version everywhere.',
  references: [
    'https://www.postgresql.org/docs/current/upgrading.html',
    'https://12factor.net/dev-prod-parity',
  ],
  on: 'stack',
  *check(stack, { project }) {
    if (!isEnvironment(stack)) return;
    for (const service of stack.services.values()) {
      const own = service.image === undefined ? undefined : storeVersion(service.image.value);
      if (own === undefined || service.image === undefined || isInherited(service.image)) continue;
      const other = before(project, stack).find((one) => {
        const image = one.services.get(service.name)?.image;
        const version = image && storeVersion(image.value);
        return (
          version?.store.name === own.store.name &&
          version.major !== own.major &&
          image?.span.file !== service.image?.span.file
        );
      });
      const image = other?.services.get(service.name)?.image;
      const version = image && storeVersion(image.value);
      if (image === undefined || version === undefined) continue;
      yield {
        at: service.image.span,
        message: `${service.name} is ${own.store.name} ${own.major} in ${service.image.span.file}, and ${version.major} in ${image.span.file}`,
        object: `service ${service.name}`,
        related: [{ at: image.span, message: `version ${version.major} runs here` }],
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:14
        `,
        'compose.prod.yaml': `
          services:
            db:
              image: postgres:16.4
        `,
      },
      'compose.prod.yaml:3:12',
    ),
    good({
      'compose.yaml': `
        services:
          db:
            image: postgres:16
      `,
      'compose.prod.yaml': `
        services:
          db:
            image: postgres:16.4
      `,
    }),
  ],
});

/** The base, or an overlay by the name of an environment; other files of a folder are variants to choose from. */
function isEnvironment({ environment, files }: Stack): boolean {
  if (files.some(isTestPath)) return false;
  if (environment === undefined)
    return files.some((file) => /(?:^|\/)(?:docker-)?compose\.ya?ml$/.test(file));
  return /^(?:prod(?:uction)?|staging|stage|dev(?:elopment)?|local|uat|qa|live|override)$/i.test(environment);
}

/** Stacks of the same folder that come earlier: each pair is told once. */
function before({ stacks }: Project, stack: Stack): readonly Stack[] {
  return stacks
    .slice(0, stacks.indexOf(stack))
    .filter((other) => other.folder === stack.folder && isEnvironment(other));
}

/** The image comes from a file that several stacks share. */
function isInherited({ trail }: { readonly trail?: readonly { readonly how: string }[] }): boolean {
  return trail?.some(({ how }) => how === 'include' || how === 'extends') === true;
}
