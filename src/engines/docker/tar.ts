// A tar of a few small files, as `PUT /containers/…/archive` takes it (POSIX ustar).

export interface TarFile {
  /** Without a leading slash, at most 100 bytes. */
  readonly path: string;
  readonly content: Buffer;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

export function tarOf(files: readonly TarFile[]): Buffer {
  const blocks = files.flatMap((file) => {
    const padding = Buffer.alloc((512 - (file.content.length % 512)) % 512);
    return [headOf(file), file.content, padding];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

function headOf({ path, content, mode, uid, gid }: TarFile): Buffer {
  const head = Buffer.alloc(512);
  const octal = (value: number, at: number, width: number) =>
    head.write(`${value.toString(8).padStart(width - 1, '0')}\0`, at, 'latin1');
  head.write(path, 0, 100, 'utf8');
  octal(mode, 100, 8);
  octal(uid, 108, 8);
  octal(gid, 116, 8);
  octal(content.length, 124, 12);
  octal(0, 136, 12);
  head.write('        0', 148, 'latin1');
  head.write('ustar\x0000', 257, 'latin1');
  const sum = head.reduce((total, byte) => total + byte, 0);
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return head;
}
