// How large a layer is once unpacked, which no manifest says: read from the few bytes of the blob that do.
import type { Asking, RemoteLayer } from './manifest.ts';
import type { Reference } from './reference.ts';

/**
 * Bytes of the layer's tar; undefined when the blob does not tell. gzip ends with the length of what was packed, modulo
 * 4 GiB (RFC 1952, section 2.3.1); zstd may begin with it (RFC 8878, section 3.1.1.1).
 */
export async function unpackedSize(
  reference: Reference,
  layer: RemoteLayer,
  asking: Asking,
): Promise<number | undefined> {
  if (/\.tar$|\+tar$|layer\.v1\.tar$/.test(layer.mediaType)) return layer.size;
  const isZstd = /zstd/.test(layer.mediaType);
  const range = isZstd ? `bytes=0-${zstdHead - 1}` : 'bytes=-4';
  const bytes = await rangeOf(reference, layer, range, asking);
  if (bytes === undefined) return undefined;
  return isZstd ? zstdContent(bytes) : gzipContent(bytes, layer.size);
}

async function rangeOf(
  reference: Reference,
  layer: RemoteLayer,
  range: string,
  { registry, signal }: Asking,
): Promise<Buffer | undefined> {
  try {
    const question = { headers: { Range: range }, limit: zstdHead, signal };
    const asked = await registry.ask(reference, `blobs/${layer.digest}`, question);
    return asked.kind === 'answer' && asked.reply.status === 206 ? asked.reply.body : undefined;
  } catch (error) {
    // A registry that sends the whole blob instead is not read to its end; a size is no reason to stop.
    if (signal.aborted) throw error;
    return undefined;
  }
}

export function gzipContent(trailer: Buffer, packed: number): number | undefined {
  if (trailer.length !== 4) return undefined;
  let size = trailer.readUInt32LE(0);
  // Packing hardly ever makes larger: either there are several members (a seekable layer), and only their sum would
  // tell, or the layer is of more than 4 GiB.
  if (size < packed * 0.98 && packed < 2 ** 30) return undefined;
  while (size < packed * 0.98) size += 2 ** 32;
  return size;
}

const zstdHead = 18;
const zstdMagic = 0xfd2fb528;

export function zstdContent(head: Buffer): number | undefined {
  if (head.length < 6 || head.readUInt32LE(0) !== zstdMagic) return undefined;
  const descriptor = head.readUInt8(4);
  const isSingle = (descriptor & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const flag = descriptor >> 6;
  const at = 5 + (isSingle ? 0 : 1) + dictionary;
  const length = flag === 0 ? (isSingle ? 1 : 0) : 2 ** flag;
  if (length === 0 || head.length < at + length) return undefined;
  if (length === 8) return Number(head.readBigUInt64LE(at));
  return head.readUIntLE(at, length) + (length === 2 ? 256 : 0);
}
