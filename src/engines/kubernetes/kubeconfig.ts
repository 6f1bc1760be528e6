// Reading kubeconfigs: which files, what is wrong with one of them, and how several are put together, as kubectl does.
// https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { SeaworthyError, systemCode } from '../../base/errors.ts';
import { numberAt, textAt } from '../../base/json.ts';
import type { KubeConfig } from './library.ts';

export interface ChosenConfig {
  readonly config: KubeConfig;
  readonly server: URL;
}

interface Options {
  readonly kubeconfig?: string;
  readonly context?: string;
}

const account = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** @throws SeaworthyError PREFLIGHT that names the file and what is wrong with it */
export function loadKubeconfig(make: new () => KubeConfig, options: Options): ChosenConfig {
  const files = filesOf(options.kubeconfig);
  const config = new make();
  if (files.length > 0) merge(config, files, make);
  else if (existsSync(account)) config.loadFromCluster();
  else
    throw new SeaworthyError('PREFLIGHT', 'no Kubernetes cluster is configured', {
      hint: 'Set KUBECONFIG, or name a kubeconfig by --kubeconfig.',
    });
  const name = files.length === 1 ? `kubeconfig ${files[0]}` : `kubeconfigs ${files.join(', ')}`;
  return { config, server: choose(config, options.context, name) };
}

/** Of several in KUBECONFIG those that are missing are passed over, as long as one is there. */
function filesOf(kubeconfig: string | undefined): readonly string[] {
  if (kubeconfig !== undefined) return [kubeconfig];
  const listed = (process.env['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '');
  const found = listed.filter((file) => existsSync(file));
  if (listed.length > 0) return found.length > 0 ? found : listed.slice(0, 1);
  const own = join(homedir(), '.kube', 'config');
  return existsSync(own) ? [own] : [];
}

/** The first that has a name, or says which context is the current one, counts. */
function merge(config: KubeConfig, files: readonly string[], make: new () => KubeConfig): void {
  const loaded = files.map((file) => loadFile(file, make));
  const named = <T extends { readonly name: string }>(lists: readonly (readonly T[])[]): T[] => [
    ...new Map(
      lists
        .flat()
        .reverse()
        .map((one) => [one.name, one] as const),
    ).values(),
  ];
  config.loadFromOptions({
    clusters: named(loaded.map((one) => one.getClusters())),
    users: named(loaded.map((one) => one.getUsers())),
    contexts: named(loaded.map((one) => one.getContexts())),
    currentContext: loaded.map((one) => one.getCurrentContext()).find((one) => Boolean(one)) ?? '',
  });
}

function loadFile(file: string, make: new () => KubeConfig): KubeConfig {
  const config = new make();
  try {
    readFileSync(file);
    config.loadFromFile(file);
  } catch (cause) {
    throw new SeaworthyError('PREFLIGHT', `kubeconfig ${file} ${whatIsWrong(cause)}`, {
      hint: 'Mend it, or name another one by KUBECONFIG or --kubeconfig.',
      cause,
    });
  }
  return config;
}

const systemWords: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read by this user',
  EISDIR: 'is a folder',
};

/** Of a text that is no YAML only the place and the reason are told: what stands there may be a key. */
function whatIsWrong(cause: unknown): string {
  const code = systemCode(cause);
  if (code !== undefined) return systemWords[code] ?? `cannot be read (${code})`;
  const [reason, line] = [textAt(cause, 'reason'), numberAt(cause, 'mark', 'line')];
  if (reason !== undefined) return `is no YAML${line === undefined ? '' : `, line ${line + 1}`}: ${reason}`;
  const said = cause instanceof Error && !(cause instanceof TypeError) ? `: ${cause.message}` : '';
  return `has not the form of a kubeconfig${said}`;
}

/** Makes the context the current one, when all that it names is there. */
function choose(config: KubeConfig, asked: string | undefined, title: string): URL {
  const refuse = (what: string, hint: string) =>
    new SeaworthyError('PREFLIGHT', `${title} ${what}`, { hint });
  const names = config.getContexts().map(({ name }) => name);
  const known = `It has ${names.length === 0 ? 'none' : names.join(', ')}.`;
  const chosen = asked ?? config.getCurrentContext();
  if (!chosen)
    throw refuse(
      'says no current context',
      `Choose one by --context, or kubectl config use-context. ${known}`,
    );
  const context = config.getContextObject(chosen);
  if (context === null) throw refuse(`has no context ${chosen}`, known);
  config.setCurrentContext(chosen);
  const cluster = config.getCluster(context.cluster);
  const missing = `Mend the context ${chosen}.`;
  if (cluster === null)
    throw refuse(`has no cluster ${context.cluster}, which context ${chosen} names`, missing);
  const user = config.getUser(context.user);
  if (context.user && user === null)
    throw refuse(`has no user ${context.user}, which context ${chosen} names`, missing);
  for (const [key, file] of Object.entries({
    'certificate-authority': cluster.caFile,
    'client-certificate': user?.certFile,
    'client-key': user?.keyFile,
  })) {
    const why = file === undefined ? undefined : unreadable(file);
    if (why !== undefined) throw refuse(`names ${file} as ${key}, which ${why}`, missing);
  }
  if (!URL.canParse(cluster.server))
    throw refuse(`has no URL as server of cluster ${cluster.name}`, 'Such as https://10.0.0.1:6443.');
  return new URL(cluster.server);
}

function unreadable(file: string): string | undefined {
  try {
    accessSync(file, constants.R_OK);
    return undefined;
  } catch (cause) {
    return whatIsWrong(cause);
  }
}
