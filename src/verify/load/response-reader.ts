// Reads HTTP/1.1 answers off a connection: where each ends, and its status. Bodies are passed over, not kept.
// RFC 9112, sections 4, 6 and 7.

export interface Answered {
  readonly status: number;
  /** The connection takes another request. */
  readonly reusable: boolean;
}

type State =
  | { readonly at: 'head' }
  | { readonly at: 'body'; left: number }
  | { readonly at: 'chunk-size' | 'trailer' }
  | { readonly at: 'chunk'; left: number }
  | { readonly at: 'until-close' };

const headLimit = 256 * 1024;
const lineFeed = 0x0a;

export class ResponseReader {
  #state: State = { at: 'head' };
  #rest: Buffer | undefined;
  #status = 0;
  #reusable = true;
  #bodiless = false;

  /** Before each request: whether its answer has no body whatever the head says. */
  expect(method: string): void {
    this.#bodiless = method === 'HEAD';
    this.#state = { at: 'head' };
    this.#rest = undefined;
  }

  /**
   * The answer, once it is whole.
   *
   * @throws Error for what is not HTTP/1.1.
   */
  read(chunk: Buffer): Answered | undefined {
    let bytes = this.#rest === undefined ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = undefined;
    for (;;) {
      const state = this.#state;
      if (state.at === 'until-close') return undefined;
      if (state.at === 'body' || state.at === 'chunk') {
        const taken = Math.min(state.left, bytes.length);
        state.left -= taken;
        bytes = bytes.subarray(taken);
        if (state.left > 0) return undefined;
        if (state.at === 'body') return this.#whole();
        this.#state = { at: 'chunk-size' };
        continue;
      }
      const used = state.at === 'head' ? this.#head(bytes) : this.#line(bytes, state.at);
      if (used === undefined) {
        if (bytes.length > headLimit) throw new Error('the head of the answer is larger than 256 KiB');
        // The place that it was read into is used again.
        this.#rest = Buffer.from(bytes);
        return undefined;
      }
      if (used === 'whole') return this.#whole();
      bytes = bytes.subarray(used);
    }
  }

  /** The connection was closed by the server: an answer without a length ends with it. */
  end(): Answered | undefined {
    return this.#state.at === 'until-close' ? { status: this.#status, reusable: false } : undefined;
  }

  #whole(): Answered {
    return { status: this.#status, reusable: this.#reusable };
  }

  #head(bytes: Buffer): number | 'whole' | undefined {
    const end = bytes.indexOf('\r\n\r\n');
    if (end === -1) return undefined;
    const head = bytes.toString('latin1', 0, end);
    const [, minor, digits] = /^HTTP\/1\.([01]) (\d{3})(?: |\r|$)/.exec(head) ?? [];
    if (digits === undefined) throw new Error(`not HTTP/1.1: ${JSON.stringify(head.slice(0, 40))}`);
    this.#status = Number(digits);
    const used = end + 4;
    // 100 and 103 come before the answer; 101 was not asked for and ends what HTTP can follow.
    if (this.#status < 200 && this.#status !== 101) return used;
    const says = headerOf(head, 'connection')?.toLowerCase() ?? '';
    this.#reusable = minor === '1' ? !says.includes('close') : says.includes('keep-alive');
    if (this.#bodiless || this.#status === 204 || this.#status === 304) return 'whole';
    return this.#bodyOf(head, used);
  }

  #bodyOf(head: string, used: number): number | 'whole' {
    if (/chunked\s*$/i.test(headerOf(head, 'transfer-encoding') ?? '')) {
      this.#state = { at: 'chunk-size' };
      return used;
    }
    const length = headerOf(head, 'content-length');
    if (length === undefined) {
      this.#state = { at: 'until-close' };
      return used;
    }
    if (!/^\d{1,15}$/.test(length)) throw new Error(`not a content-length: ${length.slice(0, 40)}`);
    this.#state = { at: 'body', left: Number(length) };
    return used;
  }

  #line(bytes: Buffer, at: 'chunk-size' | 'trailer'): number | 'whole' | undefined {
    const end = bytes.indexOf(lineFeed);
    if (end === -1) return undefined;
    const line = bytes.toString('latin1', 0, end).trim();
    if (at === 'trailer') return line === '' ? 'whole' : end + 1;
    const digits = /^[\da-f]{1,12}/i.exec(line)?.[0];
    if (digits === undefined)
      throw new Error(`not the size of a chunk: ${JSON.stringify(line.slice(0, 40))}`);
    const size = Number.parseInt(digits, 16);
    // The line break behind the chunk is passed over with it.
    this.#state = size === 0 ? { at: 'trailer' } : { at: 'chunk', left: size + 2 };
    return end + 1;
  }
}

const headers = {
  connection: /\r\nconnection:[ \t]*([^\r\n]*)/i,
  'transfer-encoding': /\r\ntransfer-encoding:[ \t]*([^\r\n]*)/i,
  'content-length': /\r\ncontent-length:[ \t]*([^\r\n]*)/i,
} as const;

function headerOf(head: string, name: keyof typeof headers): string | undefined {
  return headers[name].exec(head)?.[1]?.trim();
}
