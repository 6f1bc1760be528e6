import { createHmac, timingSafeEqual } from 'node:crypto';

// A token is base64url(claims) + '.' + base64url(HMAC of that text). The purpose is part of what is signed,
// so that a client key can never pass for the signature of a token.
export function signToken(secret, claims) {
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${payload}.${mac(secret, `token:${payload}`)}`;
}

// The claims of a valid token, else the reason why it is none.
export function verifyToken(secret, token, nowSeconds) {
  const [payload, signature, ...rest] = token.split('.');
  if (!payload || !signature || rest.length > 0) return { valid: false, reason: 'malformed' };
  if (!same(signature, mac(secret, `token:${payload}`))) return { valid: false, reason: 'bad signature' };
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  if (claims.expires <= nowSeconds) return { valid: false, reason: 'expired' };
  return { valid: true, claims };
}

// Each client gets a key of its own, derived from the secret: nothing to store, and only the operator can
// make one.
export function clientKey(secret, subject) {
  return mac(secret, `client:${subject}`);
}

export function isClientKey(secret, subject, key) {
  return same(key, clientKey(secret, subject));
}

function mac(secret, text) {
  return createHmac('sha256', secret).update(text).digest('base64url');
}

function same(left, right) {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
