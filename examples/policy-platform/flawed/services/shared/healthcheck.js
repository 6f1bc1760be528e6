// Run inside the container by the health check: the image has no curl, but it has Node.
import { get } from 'node:http';

const req = get({ host: '127.0.0.1', port: process.env.PORT, path: '/ready', timeout: 2000 }, (res) => {
  process.exit(res.statusCode === 200 ? 0 : 1);
});
req.on('timeout', () => req.destroy(new Error('no answer within 2 s')));
req.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
