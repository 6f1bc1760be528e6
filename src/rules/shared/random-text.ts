// Guesses whether a text was drawn by chance, as keys are.

/** Bits that one character tells, by how often each comes (Shannon). */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** A long run of hex digits, or of letters of both cases and digits, in which nothing comes again and again. */
export function looksRandom(text: string): boolean {
  if (/^[0-9a-f]{32,128}$/i.test(text)) return entropyOf(text) > 3;
  if (!/^[A-Za-z0-9+/_-]{24,200}={0,2}$/.test(text)) return false;
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text) && entropyOf(text) > 4.3;
}
