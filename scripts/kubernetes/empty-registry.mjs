// A registry that has nothing: whoever asks for an image hears that there is none, and at once.
// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes
// usage: node empty-registry.mjs ADDRESS PORT
import { createServer } from 'node:http';

const [host, port] = process.argv.slice(2);
createServer((request, answer) => {
  const isPing = request.url === '/v2/';
  const code = 'MANIFEST_UNKNOWN';
  answer.writeHead(isPing ? 200 : 404, { 'content-type': 'application/json' });
  answer.end(isPing ? '{}' : JSON.stringify({ errors: [{ code, message: 'this registry is empty' }] }));
}).listen({ host, port: Number(port) });
