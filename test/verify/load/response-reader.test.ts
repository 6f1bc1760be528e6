import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ResponseReader } from '../../../src/verify/load/response-reader.ts';

const ok = 'HTTP/1.1 200 OK\r\n';

/** What the reader says of the text when it comes in these pieces. */
function read(text: string, method = 'GET', cuts: readonly number[] = []) {
  const reader = new ResponseReader();
  reader.expect(method);
  const bytes = Buffer.from(text);
  const ends = [...new Set(cuts.map((cut) => cut % bytes.length))].sort((a, b) => a - b);
  let from = 0;
  for (const end of [...ends, bytes.length]) {
    const answer = reader.read(bytes.subarray(from, end));
    if (answer !== undefined) return { ...answer, read: end };
    from = end;
  }
  return reader.end();
}

describe('an answer', () => {
  const cases = [
    ['with a length', `${ok}Content-Length: 5\r\n\r\nhello`, 'GET', 200, true],
    ['without a body', `${ok}content-length: 0\r\n\r\n`, 'GET', 200, true],
    ['in chunks', `${ok}Transfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\n\r\n`, 'GET', 200, true],
    [
      'in chunks with a trailer',
      `${ok}transfer-encoding: chunked\r\n\r\n1\r\na\r\n0\r\nx-sum: 1\r\n\r\n`,
      'GET',
      200,
      true,
    ],
    ['to HEAD', `${ok}content-length: 500\r\n\r\n`, 'HEAD', 200, true],
    ['204', 'HTTP/1.1 204 No Content\r\n\r\n', 'GET', 204, true],
    ['after 100', `HTTP/1.1 100 Continue\r\n\r\n${ok}content-length: 1\r\n\r\na`, 'POST', 200, true],
    ['that closes', `${ok}connection: close\r\ncontent-length: 1\r\n\r\na`, 'GET', 200, false],
    ['of HTTP/1.0', 'HTTP/1.0 200 OK\r\ncontent-length: 1\r\n\r\na', 'GET', 200, false],
    ['that ends with the connection', `${ok}\r\nhello`, 'GET', 200, false],
    ['without words', 'HTTP/1.1 503\r\ncontent-length: 0\r\n\r\n', 'GET', 503, true],
  ] as const;
  it.each(cases)('%s is read, however it is cut', (_name, text, method, status, reusable) => {
    expect(read(text, method)).toMatchObject({ status, reusable });
    fc.assert(
      fc.property(fc.array(fc.nat(200), { maxLength: 8 }), (cuts) => {
        expect(read(text, method, cuts)).toMatchObject({ status, reusable });
      }),
    );
  });

  it('is not over before its last byte', () => {
    expect(read(`${ok}content-length: 6\r\n\r\nhello`)).toBeUndefined();
    expect(read(`${ok}transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n`)).toBeUndefined();
  });

  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
    ['a length that is none', `${ok}content-length: -1\r\n\r\n`],
    ['a chunk without a size', `${ok}transfer-encoding: chunked\r\n\r\nhello\r\n`],
  ])('of %s is refused', (_name, text) => {
    expect(() => read(text)).toThrow(/^not /);
  });
});
