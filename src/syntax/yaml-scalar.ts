// Text as a YAML scalar, quoted wherever a reader could mistake it.

/** Words that some YAML version reads as something else than text. */
const otherTypes = /^(?:null|true|false|yes|no|on|off|y|n)$/i;
/** Text that begins like a word or path and holds nothing with a meaning: the safe part of YAML's plain scalars. */
const plainText = /^[A-Za-z_/][A-Za-z0-9_/.@=+,;-]*(?:[ :][A-Za-z0-9_/.@=+,;-]+)*$/;

/** Double-quoted where it has to be; JSON's escapes are YAML's too. */
export function yamlScalar(text: string): string {
  return plainText.test(text) && !otherTypes.test(text) ? text : JSON.stringify(text);
}
