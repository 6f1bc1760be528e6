// The only door: sends each request to the service that owns its path.
import { expectOk } from '../shared/call.js';
import { required } from '../shared/env.js';
import { createLog } from '../shared/log.js';
import { startService } from '../shared/service.js';
import { stopOnSignals } from '../shared/stop.js';
import { createProxy } from './proxy.js';

const log = createLog('gateway');
const apiUrl = required('API_URL', log);
const webUrl = required('WEB_URL', log);

// Only api and web must be there: the others belong to a later phase and answer 502 until they run.
const upstreams = [
  { name: 'api', prefix: '/api', url: apiUrl, strip: false },
  { name: 'auth', prefix: '/auth', url: process.env.AUTH_URL, strip: true },
  { name: 'config', prefix: '/config', url: process.env.CONFIG_URL, strip: true },
  { name: 'policy', prefix: '/policy', url: process.env.POLICY_URL, strip: true },
  { name: 'dashboard', prefix: '/dashboard', url: process.env.DASHBOARD_URL, strip: true },
  { name: 'monitoring', prefix: '/monitoring', url: process.env.MONITORING_URL, strip: true },
  { name: 'web', prefix: '', url: webUrl, strip: false },
];

const service = startService({
  log,
  port: 8080,
  routes: [],
  fallback: createProxy(upstreams, log),
  checks: {
    api: { required: true, run: () => expectOk(`${apiUrl}/ready`) },
    web: { required: true, run: () => expectOk(`${webUrl}/ready`) },
  },
});

stopOnSignals(service);
