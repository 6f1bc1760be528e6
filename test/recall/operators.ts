// Ways to break a deployment by one word, as people do: a name, a path or a port is off.
import { defect, type Operator, off, ports, suffixed, within } from './operator.ts';

const isCompose = (path: string) => /(?:^|\/)(?:docker-)?compose[\w.-]*\.ya?ml$/.test(path);
const isManifest = (path: string) =>
  /\.ya?ml$/.test(path) &&
  /(?:^|\/)(?:k8s|kubernetes|manifests|deploy|deployment|base|overlays)\//.test(path);
const isDockerfile = (path: string) => /(?:^|\/)Dockerfile[\w.-]*$/.test(path);
const isNginx = (path: string) => /nginx[\w./-]*\.conf$|conf\.d\/.*\.conf$/.test(path);
const isPrometheus = (path: string) => /prometheus[\w.-]*\.ya?ml$/.test(path);
const isWorkflow = (path: string) => /^\.github\/workflows\/.*\.ya?ml$/.test(path);

/** Hosts of URLs that are services of the same file. */
const urlHost = /:\/\/(?:[^/@\s"']*@)?([a-z][a-z0-9_-]+):\d+/g;
const isServiceHere = (text: string, host: string) => new RegExp(`^ {2}${host}:`, 'm').test(text);

export const operators: readonly Operator[] = [
  defect('compose: build context', isCompose, /^\s*(?:context|build): (\.\/[\w./-]+)\s*$/gm, suffixed),
  defect('compose: file that is mounted', isCompose, /^\s*- ["']?(\.\/[\w./-]+\.\w+):\/[^\n]*$/gm, off),
  defect('compose: port of the container', isCompose, /^\s*- ["']?[\d.${}:\w-]+:(\d{2,5})["']?\s*$/gm, ports),
  defect('compose: host of a URL', isCompose, urlHost, suffixed, isServiceHere),
  defect('compose: port of a URL', isCompose, /:\/\/(?:[^/@\s"']*@)?[a-z][a-z0-9_-]+:(\d+)/g, ports),
  defect('compose: port of a health check', isCompose, /(?:localhost|127\.0\.0\.1):(\d{2,5})\b/g, ports),
  within('compose: volume', isCompose, /^volumes:/m, /^ {2}([\w-]+):/gm, suffixed),
  defect(
    'nginx: host of an upstream',
    isNginx,
    /(?:proxy_pass https?:\/\/|server )([a-z][\w-]+):\d+/g,
    suffixed,
  ),
  defect(
    'nginx: port of an upstream',
    isNginx,
    /(?:proxy_pass https?:\/\/|server )[a-z][\w-]+:(\d+)/g,
    ports,
  ),
  defect('prometheus: host of a target', isPrometheus, /["']((?!localhost)[a-z][\w-]+):\d+["']/g, suffixed),
  defect('prometheus: port of a target', isPrometheus, /["'](?!localhost)[a-z][\w-]+:(\d+)["']/g, ports),
  defect('prometheus: file of rules', isPrometheus, /^\s*- ["']?([\w./-]+\.(?:ya?ml|rules))["']?\s*$/gm, off),
  defect(
    'Dockerfile: COPY of a file',
    isDockerfile,
    /^COPY (?!--from)(?:--\S+ )*([\w./-]*\w\.\w+)\b/gm,
    suffixed,
  ),
  defect('Dockerfile: stage of COPY --from', isDockerfile, /^COPY --from=([a-z][\w-]*)(?= )/gm, suffixed),
  defect(
    'Dockerfile: file that is started',
    isDockerfile,
    /^(?:CMD|ENTRYPOINT) .*?["\s/]([\w-]+\.(?:js|py|sh|jar|mjs))/gm,
    off,
  ),
  defect(
    'Dockerfile: npm script',
    isDockerfile,
    /^(?:RUN|CMD).*?(?:npm|yarn|pnpm)["', ]+run["', ]+([\w:-]+)/gm,
    suffixed,
  ),
  defect('Dockerfile: USER', isDockerfile, /^USER ([a-z]\w+)\s*$/gm, suffixed),
  defect('Dockerfile: port of HEALTHCHECK', isDockerfile, /(?:localhost|127\.0\.0\.1):(\d{2,5})/g, ports),
  defect('manifest: targetPort', isManifest, /^\s*targetPort: ["']?(\d+)["']?\s*$/gm, ports),
  defect('manifest: name of a targetPort', isManifest, /^\s*targetPort: ([a-z][\w-]*)\s*$/gm, suffixed),
  defect(
    'manifest: port of a probe',
    isManifest,
    /(?:httpGet|tcpSocket):\n(?:\s+path: \S+\n)?\s+port: (\d+)/g,
    ports,
  ),
  defect(
    'manifest: ConfigMap or Secret',
    isManifest,
    /(?:configMapKeyRef|secretKeyRef|configMapRef|secretRef):\n\s+(?:key: \S+\n\s+)?name: ([\w.-]+)/g,
    suffixed,
  ),
  defect('manifest: claim', isManifest, /claimName: ([\w-]+)/g, suffixed),
  defect('manifest: volume of a mount', isManifest, /- name: ([\w-]+)\n\s+mountPath/g, suffixed),
  defect('manifest: Service of an Ingress', isManifest, /service:\n\s+name: ([\w-]+)/g, suffixed),
  defect(
    'manifest: selector of a Service',
    isManifest,
    /kind: Service\n(?:(?!\n---)[\s\S]){0,600}?selector:\n\s+[\w./-]+: ([\w.-]+)/g,
    suffixed,
  ),
  defect('manifest: ServiceAccount', isManifest, /serviceAccountName: ([\w-]+)/g, suffixed),
  defect(
    'manifest: target of an autoscaler',
    isManifest,
    /scaleTargetRef:\n(?:\s+\w+: \S+\n)*?\s+name: ([\w-]+)/g,
    suffixed,
  ),
  defect(
    'kustomization: resource',
    (path) => /kustomization\.ya?ml$/.test(path),
    /^\s*- ([\w./-]+\.ya?ml)\s*$/gm,
    off,
  ),
  defect('workflow: needs', isWorkflow, /^\s*needs: \[?([\w-]+)/gm, suffixed),
  defect('workflow: output of a step', isWorkflow, /steps\.[\w-]+\.outputs\.([\w-]+)/g, suffixed),
  defect('workflow: context of a build', isWorkflow, /^\s*context: (\.\/[\w./-]+)\s*$/gm, suffixed),
  defect(
    'workflow: Dockerfile of a build',
    isWorkflow,
    /^\s*file: (\.?\/?[\w./-]*Dockerfile[\w.-]*)\s*$/gm,
    suffixed,
  ),
  defect(
    'workflow: working-directory',
    isWorkflow,
    /^\s*working-directory: (\.?\/?[\w./-]+)\s*$/gm,
    suffixed,
  ),
  defect('workflow: npm script', isWorkflow, /npm run ([\w:-]+)/g, suffixed),
  defect(
    'workflow: script',
    isWorkflow,
    /(?:bash|sh|run:) (\.?\/?(?:scripts|bin|deploy)\/[\w./-]+\.sh)/g,
    off,
  ),
];
