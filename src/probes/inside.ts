// The same questions asked from inside an instance, where this machine cannot call it: an engine elsewhere, whose
// networks are not ours. What is there to ask with depends on the image.
import type { Verdict } from '../model/probe.ts';
import { excerpt, type Limits, noAnswer, within } from './answer.ts';
import type { Answer } from './request.ts';
import type { ProbeTarget } from './target.ts';

/** Undefined: nobody answered in time. `said`: why there is no answer. */
export type Asked = { readonly answer: Answer } | { readonly said: Verdict } | undefined;

const elsewhere = 'this machine cannot call it: publish the port, or give it an exec gate';

/**
 * With the first client that the image has: the head of the answer, an empty line, the body. The URL and the seconds are
 * arguments, and never part of the script.
 */
const script = `
url=$1 seconds=$2
if command -v curl >/dev/null 2>&1; then exec curl -s -S -k -i -A seaworthy -m "$seconds" "$url"; fi
if command -v wget >/dev/null 2>&1; then
  exec 3>&1
  case $url in https:*) set -- --no-check-certificate ;; *) set -- ;; esac
  # Not -T: busybox without shared libraries dies of it.
  if command -v timeout >/dev/null 2>&1; then limit="timeout $seconds"; fi
  body=$($limit wget -q -S -O - "$@" "$url" 2>&3)
  printf '\\n\\n%s' "$body"
  exit 0
fi
if command -v node >/dev/null 2>&1; then
  exec node -e 'const u = process.argv[1];
    require(u.startsWith("https:") ? "https" : "http").get(u, { rejectUnauthorized: false }, (r) => {
      console.log("HTTP/1.1 " + r.statusCode + "\\n");
      r.pipe(process.stdout);
    }).on("error", (e) => { console.error(e.message); process.exit(1); });' "$url"
fi
if command -v python3 >/dev/null 2>&1; then
  exec python3 -c 'import http.client, ssl, sys, urllib.parse as p
u = p.urlsplit(sys.argv[1])
c = http.client.HTTPConnection(u.netloc) if u.scheme == "http" else http.client.HTTPSConnection(u.netloc, context=ssl._create_unverified_context())
c.request("GET", p.urlunsplit(("", "", u.path, u.query, "")))
r = c.getresponse()
print("HTTP/1.1", r.status, end="\\n\\n")
print(r.read(65536).decode("utf8", "replace"))' "$url"
fi
exit 127`;

/** One GET. @throws what the engine throws. */
export async function askInside(url: string, target: ProbeTarget, limits: Limits): Promise<Asked> {
  const seconds = String(Math.max(1, Math.ceil(limits.timeoutMs / 1000)));
  const argv = ['sh', '-c', script, 'sh', url, seconds];
  const result = await within(limits, (signal) => target.exec(argv, signal));
  if (result === undefined) return undefined;
  const { exitCode, output } = result;
  if (exitCode === 127 || exitCode === 126)
    return {
      said: { state: 'bad', reason: `no shell with curl, wget, node or python3 in it, and ${elsewhere}` },
    };
  const status = /^\s*HTTP\/\d(?:\.\d)? (\d{3})/m.exec(output)?.[1];
  if (status === undefined) return { said: { state: 'fail', reason: excerpt(output) || `exit ${exitCode}` } };
  // busybox ends its heads with a line of blanks.
  const head = /(?:\r?\n[ \t]*){2,}/.exec(output);
  const body = head === null ? '' : output.slice(head.index + head[0].length);
  return { answer: { status: Number(status), headers: {}, body, whole: true } };
}

const tables = ['/proc/net/tcp', '/proc/net/tcp6'];

/** `0100007F`, and `::1`: who listens there is called by nobody else. */
const loopbacks = new Set(['0100007F', '00000000000000000000000001000000']);

/** Whether somebody listens on the port, by the tables of its network: it answers who connects from then on. */
export async function listensInside(port: number, target: ProbeTarget, limits: Limits): Promise<Verdict> {
  const what = `port ${port} inside`;
  const result = await within(limits, (signal) => target.exec(['cat', ...tables], signal));
  if (result === undefined) return noAnswer(what, limits.timeoutMs);
  const { exitCode, output } = result;
  if (exitCode === 127 || exitCode === 126)
    return { state: 'bad', reason: `${what}: no cat in the image, and ${elsewhere}` };
  const listening = output.split('\n').flatMap((line) => {
    const [, local = '', , state] = line.trim().split(/\s+/);
    const [address = '', at = ''] = local.split(':');
    return state === '0A' && Number.parseInt(at, 16) === port ? [address] : [];
  });
  if (listening.some((address) => !loopbacks.has(address)))
    return { state: 'pass', reason: `${what}: somebody listens` };
  const only = listening.length === 0 ? 'nobody listens' : 'only its own loopback is listened on';
  return { state: 'fail', reason: `${what}: ${only}` };
}
