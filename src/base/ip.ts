// Addresses as compose files write them. `node:net` knows them too, but loading it costs a review some milliseconds.

const octet = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const v4 = new RegExp(`^(?:${octet}\\.){3}${octet}$`);

/** True for an IPv4 or IPv6 address (a zone is allowed), false for names. */
export function isIpAddress(text: string): boolean {
  if (v4.test(text)) return true;
  const address = text.split('%')[0] ?? '';
  if (!/^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(address) || address.includes(':::')) return false;
  const groups = address.split(':');
  const last = groups.at(-1) ?? '';
  const size = groups.length + (v4.test(last) ? 1 : 0);
  const plain = groups.every(
    (group, index) => /^[0-9a-f]{0,4}$/i.test(group) || (index === groups.length - 1 && v4.test(group)),
  );
  const shortened = address.split('::').length - 1;
  return plain && shortened <= 1 && (shortened === 1 ? size <= 9 : size === 8 && !groups.includes(''));
}
