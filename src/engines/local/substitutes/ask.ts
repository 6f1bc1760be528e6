// One question over TCP: the first bytes of the answer, or nothing.
import { connect } from 'node:net';

export function askTcp(port: number, question: Buffer, signal: AbortSignal): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const finish = (answer: Buffer | undefined) => {
      signal.removeEventListener('abort', stop);
      socket.destroy();
      resolve(answer);
    };
    const stop = () => finish(undefined);
    signal.addEventListener('abort', stop, { once: true });
    socket.setTimeout(5000, stop);
    socket.once('connect', () => {
      if (question.length > 0) socket.write(question);
    });
    socket.once('data', finish);
    socket.once('error', stop);
    socket.once('close', stop);
  });
}
