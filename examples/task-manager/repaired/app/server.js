import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { log } from './log.js';
import { createStore } from './store.js';

const port = Number(process.env.PORT ?? 3001);
// A cluster mounts it as a file, so that it stands in no environment.
const file = process.env.DATABASE_URL_FILE;
const store = createStore(file ? readFileSync(file, 'utf8').trim() : process.env.DATABASE_URL);

const server = createServer(async (req, res) => {
  try {
    await answer(req, res);
  } catch (error) {
    log('error', 'request failed', { method: req.method, url: req.url, reason: error.message });
    send(res, error.status ?? 503, { error: error.status ? error.message : 'the tasks cannot be reached' });
  }
});

async function answer(req, res) {
  const { pathname } = new URL(req.url, 'http://app');
  log('debug', 'request', { method: req.method, path: pathname });
  if (pathname === '/health') return send(res, 200, { status: 'ok' });
  // Ready once the table is there: before it, each request would fail.
  if (pathname === '/ready') {
    await store.ready();
    return send(res, 200, { status: 'ready' });
  }
  if (pathname === '/api/tasks' && req.method === 'GET') return send(res, 200, { items: await store.all() });
  if (pathname === '/api/tasks' && req.method === 'POST') {
    return send(res, 201, await store.add(titleIn(await bodyOf(req))));
  }
  const done = /^\/api\/tasks\/(\d+)\/done$/.exec(pathname);
  if (done && req.method === 'POST') {
    const found = await store.finish(Number(done[1]));
    return send(
      res,
      found ? 200 : 404,
      found ? { id: Number(done[1]), done: true } : { error: 'no such task' },
    );
  }
  return send(res, 404, { error: `nothing at ${pathname}` });
}

function titleIn(text) {
  let title;
  try {
    title = JSON.parse(text).title;
  } catch {
    throw refusal('the body is not valid JSON');
  }
  if (typeof title !== 'string' || title === '' || title.length > 200)
    throw refusal('title: 1 to 200 characters');
  return title;
}

function refusal(message) {
  return Object.assign(new Error(message), { status: 400 });
}

async function bodyOf(req) {
  let text = '';
  for await (const chunk of req) {
    text += chunk;
    if (text.length > 10_000) throw refusal('the body is too long');
  }
  return text;
}

function send(res, status, value) {
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  res.end(`${JSON.stringify(value)}\n`);
}

server.listen(port, '0.0.0.0', () => log('info', 'listening', { port }));

// What is running is answered before the process leaves.
process.on('SIGTERM', () => {
  log('info', 'stopping', {});
  server.close(async () => {
    await store.close();
    process.exit(0);
  });
  server.closeIdleConnections();
});
