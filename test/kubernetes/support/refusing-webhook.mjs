// Denies whatever an API server asks about, in these words, and prints its port. A process of its own: tests wait for
// commands, and answer nobody meanwhile.
// usage: node refusing-webhook.mjs CERTIFICATE KEY WORDS
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';

const [cert = '', key = '', message = ''] = process.argv.slice(2);
const server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (request, answer) => {
  let text = '';
  request.setEncoding('utf8').on('data', (part) => {
    text += part;
  });
  request.on('end', () => {
    const { uid } = JSON.parse(text).request;
    const response = { uid, allowed: false, status: { message } };
    answer.setHeader('content-type', 'application/json');
    answer.end(JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response }));
  });
});
server.listen({ host: '127.0.0.1', port: 0 }, () => process.stdout.write(`${server.address().port}\n`));
