// Prints the key with which a client may ask for tokens: AUTH_SECRET=... node client-key.js staff:ana
import { required } from '../shared/env.js';
import { createLog } from '../shared/log.js';
import { clientKey } from './tokens.js';

const secret = required('AUTH_SECRET', createLog('auth'), process.env.AUTH_SECRET_FILE);
const subject = process.argv[2];
if (!subject) {
  process.stderr.write('usage: node client-key.js SUBJECT\n');
  process.exit(64);
}
process.stdout.write(`${clientKey(secret, subject)}\n`);
