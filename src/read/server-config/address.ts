// `http://api:8080/path`, `api:8080`, `api` as an address with its place.
import type { Span } from '../../base/span.ts';
import type { AddressRole, NamedAddress } from '../../model/server-config.ts';

const form =
  /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:[^\s/@]*@)?([a-z0-9](?:[\w.-]*\w)?)(?::(\d{1,5}))?(?:[/?#].*)?$/i;
const schemePorts: Readonly<Record<string, number>> = { http: 80, https: 443, grpc: 80, grpcs: 443, h2c: 80 };

/** Undefined for what is no plain address: variables, sockets, templates. */
export function addressOf(
  text: string,
  span: Span,
  role: AddressRole,
  defaultScheme = 'http',
): NamedAddress | undefined {
  const match = form.exec(text.trim());
  const host = match?.[2]?.toLowerCase();
  if (match === null || host === undefined) return undefined;
  const port =
    match[3] === undefined ? schemePorts[(match[1] ?? defaultScheme).toLowerCase()] : Number(match[3]);
  return { role, host, port, span };
}
