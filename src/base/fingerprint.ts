// A short name for a text, stable across versions and machines. Not for secrets: that takes `hash.ts`, whose
// cryptography costs a review more to load than all its fingerprints.

const prime = 0x01000193;

/** 16 hex digits: FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv) with 32 bits, twice from different beginnings. */
export function fingerprintOf(text: string): string {
  let first = 0x811c9dc5;
  let second = 0x01000193 ^ text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    first = Math.imul(first ^ (unit & 0xff), prime);
    first = Math.imul(first ^ (unit >>> 8), prime);
    second = Math.imul(second ^ (unit >>> 8), prime);
    second = Math.imul(second ^ (unit & 0xff) ^ (first >>> 16), prime);
  }
  return hex(first) + hex(second);
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
