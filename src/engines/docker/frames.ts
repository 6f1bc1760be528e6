// Logs, attach and exec of a container without a terminal carry both streams in one: frames of an 8-byte head
// (stream number, three zeros, length as a big-endian 32-bit number) and that many bytes.

export interface Frame {
  readonly stream: 'out' | 'err';
  readonly data: Buffer;
}

/** The frames of a stream, as they come. With `tty` there are none, and each piece counts as output. */
export async function* framesOf(stream: AsyncIterable<Buffer>, tty: boolean): AsyncGenerator<Frame> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of stream) {
    if (tty) {
      yield { stream: 'out', data: piece };
      continue;
    }
    rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    while (rest.length >= 8) {
      const end = 8 + rest.readUInt32BE(4);
      if (rest.length < end) break;
      yield { stream: rest[0] === 2 ? 'err' : 'out', data: rest.subarray(8, end) };
      rest = rest.subarray(end);
    }
  }
}
