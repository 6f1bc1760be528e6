import { replace, safe } from '../fix.ts';
import { bad, good } from '../rule.ts';
import { composeTextRule, ownValue, servicesIn, textsOf } from '../shared/compose-text.ts';

export default composeTextRule({
  id: 'volume-quoted',
  aliases: ['dclint:no-quotes-in-volumes'],
  title: 'A mount stands in needless quotes',
  why: 'Quotes in a compose file say that a value would be read as something else; here they say nothing.',
  fix: 'Remove the quotes.',
  references: ['https://docs.docker.com/reference/compose-file/services/#volumes'],
  *faultsOf({ text, ...file }) {
    for (const service of servicesIn({ text, ...file })) {
      const list = ownValue(service, 'volumes');
      // In a list of one line, commas and brackets need them.
      if (list?.kind !== 'list' || list.flow) continue;
      for (const mount of textsOf(list)) {
        const isPlain = /^[A-Za-z0-9./~_][A-Za-z0-9./~_:-]*[A-Za-z0-9/_]$/.test(mount.text);
        const written = text.slice(mount.span.start, mount.span.end);
        if (!isPlain || mount.alias !== undefined || !/^["'].*["']$/.test(written)) continue;
        yield {
          at: mount.span,
          message: `Mount ${mount.text} of ${service.key.text} stands in needless quotes`,
          object: `services.${service.key.text}.volumes.${mount.text}`,
          fix: safe('Remove the quotes', replace(mount.span, mount.text)),
        };
      }
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              volumes:
                - "./files:/data"
        `,
      },
      'compose.yaml:5:9',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              volumes:
                - ./files:/data
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            volumes:
              - ./files:/data
              - "./my files:/data"
              - "\${FILES}:/more"
      `,
    }),
  ],
});
