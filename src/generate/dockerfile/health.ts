// The health check of an image: the route of the code, asked with a program that the image has.
import type { Program } from '../../model/program.ts';
import type { SourceFact } from '../../model/source.ts';
import { isTestPath } from '../../rules/shared/source.ts';
import { healthRoute } from '../shared/endpoints.ts';

export interface Reached {
  readonly port: number | undefined;
  /** The variable that may change the port. */
  readonly variable: string | undefined;
  readonly route: string | undefined;
}

export function reachedAt({ sources, defaultPort, folder }: Program): Reached {
  const inner = (file: string) => (folder === '' ? file : file.slice(folder.length + 1));
  const facts = sources.filter(({ file }) => !isTestPath(inner(file))).flatMap((source) => source.facts);
  const listens = facts.filter(
    (fact): fact is Extract<SourceFact, { kind: 'listen' }> => fact.kind === 'listen',
  );
  const routes = facts.filter(
    (fact): fact is Extract<SourceFact, { kind: 'route' }> => fact.kind === 'route',
  );
  const listen = listens.find(({ confidence }) => confidence === 'certain') ?? listens[0];
  const gets = routes.filter(({ method }) => method === undefined || /^(?:get|all|any|use)$/i.test(method));
  const route = healthRoute(gets);
  return { port: listen?.port ?? defaultPort, variable: listen?.variable, route };
}

/** Every ten seconds would be ten processes a minute for nothing: half a minute is what engines do by default. */
const timing = '--interval=30s --timeout=5s --start-period=30s --retries=3';

export function healthcheckLines(
  kind: Program['kind'],
  { port, variable, route }: Reached,
): readonly string[] {
  if (port === undefined) return [];
  const why =
    route === undefined
      ? '# No route says how it is: the check only finds out whether the port is open.'
      : `# ${kind === 'node' || kind === 'python' ? 'The image has no curl, but it has the language itself.' : 'With the wget that the image has.'}`;
  const check = JSON.stringify(commandOf(kind, port, variable, route)).replaceAll('","', '", "');
  return ['', why, `HEALTHCHECK ${timing} \\`, `  CMD ${check}`];
}

function commandOf(
  kind: Program['kind'],
  port: number,
  variable: string | undefined,
  route: string | undefined,
): readonly string[] {
  if (kind === 'node') {
    const at = variable === undefined ? `'${port}'` : `(process.env.${variable} || '${port}')`;
    const ask =
      route === undefined
        ? `require('net').connect(${at}, '127.0.0.1').on('connect', () => process.exit(0)).on('error', () => process.exit(1))`
        : `fetch('http://127.0.0.1:' + ${at} + '${route}').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`;
    return ['node', '-e', ask];
  }
  if (kind === 'python') {
    const at = variable === undefined ? `'${port}'` : `os.environ.get('${variable}', '${port}')`;
    const ask =
      route === undefined
        ? `import os, socket; socket.create_connection(('127.0.0.1', int(${at})), 4).close()`
        : `import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + ${at} + '${route}', timeout=4)`;
    return ['python', '-c', ask];
  }
  return route === undefined
    ? ['nc', '-z', '127.0.0.1', String(port)]
    : ['wget', '-q', '-O', '/dev/null', `http://127.0.0.1:${port}${route}`];
}
