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
    // Tests are there to try several.
    if (stack.files.some((file) => isTestPath(file) || /old|legacy|upgrade|migrat/i.test(file))) return;
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

/** Stacks of the same folder that come earlier: each pair is told once. */
function before({ stacks }: Project, stack: Stack): readonly Stack[] {
  return stacks.slice(0, stacks.indexOf(stack)).filter(({ folder }) => folder === stack.folder);
}

/** The image comes from a file that several stacks share. */
function isInherited({ trail }: { readonly trail?: readonly { readonly how: string }[] }): boolean {
  return trail?.some(({ how }) => how === 'include' || how === 'extends') === true;
}
