import { HttpError } from './http.js';

// Routes are [method, path, handler]; a part of the path that starts with a colon is a parameter.
export function createRouter(routes) {
  const table = routes.map(([method, path, handler]) => ({ method, parts: path.split('/'), handler }));
  return (method, pathname) => {
    const parts = pathname.split('/');
    const matching = table.filter((route) => samePath(route.parts, parts));
    if (matching.length === 0) return undefined;
    const wanted = method === 'HEAD' ? 'GET' : method;
    const route = matching.find((candidate) => candidate.method === wanted);
    if (route) return { handler: route.handler, params: paramsOf(route.parts, parts) };
    return { allow: matching.map((candidate) => candidate.method).join(', ') };
  };
}

function samePath(pattern, parts) {
  if (pattern.length !== parts.length) return false;
  return pattern.every((part, at) => (part.startsWith(':') ? parts[at] !== '' : part === parts[at]));
}

function paramsOf(pattern, parts) {
  const params = {};
  pattern.forEach((part, at) => {
    if (part.startsWith(':')) params[part.slice(1)] = decode(parts[at]);
  });
  return params;
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new HttpError(400, 'the path is not correctly encoded');
  }
}
