import { addFirst } from '../../syntax/yaml-edit.ts';
import { later } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { reviewFix, yamlOf } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'project-name-missing',
  area: 'compose',
  severity: 'info',
  preset: 'strict',
  aliases: ['dclint:require-project-name-field'],
  title: 'A compose project has no name of its own',
  why: 'It is called like its folder: a second checkout is another project with empty volumes, and two folders of one name share containers.',
  fix: 'Write `name:` at the top of the file.',
  references: ['https://docs.docker.com/reference/compose-file/version-and-name/#name-top-level-element'],
  on: 'stack',
  *check(stack, { project }) {
    const file = stack.files[0] ?? '';
    const isWritten = stack.files.some((path) =>
      /^\uFEFF?["']?name["']?[ \t]*:/m.test(project.texts.get(path)?.text ?? ''),
    );
    if (isWritten || stack.services.size === 0) return;
    yield {
      at: { file, start: 0, end: 0 },
      message: 'The project has no name of its own',
      object: 'name',
      ...later(() => reviewFix(`Name it ${stack.name}`, addFirst(yamlOf(project, file), 'name', stack.name))),
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
        `,
      },
      'compose.yaml:1:1',
      {
        'compose.yaml': `
          name: example
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          # The shop: a page and its programs.
          # Ask the platform team.

          x-log: &log { driver: local }
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              logging: *log
        `,
      },
      'compose.yaml:1:1',
      {
        'compose.yaml': `
          # The shop: a page and its programs.
          # Ask the platform team.

          name: example
          x-log: &log { driver: local }
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              logging: *log
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          # The shop: a page and its programs.

          # what all of them share
          x-log: &log { driver: local }
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              logging: *log
        `,
      },
      'compose.yaml:1:1',
      {
        'compose.yaml': `
          # The shop: a page and its programs.

          name: example
          # what all of them share
          x-log: &log { driver: local }
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              logging: *log
        `,
      },
    ),
    good({
      'compose.yaml': `
        name: acme
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
      `,
    }),
  ],
});
