const BODY_LIMIT = 64 * 1024;

// An error that the caller may see; every other error is answered with a bare 500.
export class HttpError extends Error {
  constructor(status, message, options) {
    super(message, options);
    this.status = status;
  }
}

export function send(res, status, type, text) {
  res.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-length': Buffer.byteLength(text),
  });
  res.end(text);
}

export function sendJson(res, status, value) {
  send(res, status, 'application/json', `${JSON.stringify(value)}\n`);
}

export function parseUrl(req) {
  try {
    return new URL(req.url, 'http://service');
  } catch {
    throw new HttpError(400, 'the request target is not a valid URL');
  }
}

export async function readJson(req) {
  const body = await readBody(req);
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new HttpError(400, 'the body is not valid JSON');
  }
}

// A body that is too large is still read to its end and thrown away: closing early could cut off the answer
// on its way. The request timeout of the server bounds how long that takes.
async function readBody(req) {
  const chunks = [];
  let size = 0;
  for await (const chunk of req) {
    size += chunk.length;
    if (size <= BODY_LIMIT) chunks.push(chunk);
  }
  if (size > BODY_LIMIT) throw new HttpError(413, `the body is larger than ${BODY_LIMIT} bytes`);
  return Buffer.concat(chunks);
}
