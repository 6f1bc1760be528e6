// Servers whose behaviour is known, for bench/load.mjs: in a process of their own, over bare sockets, so that what they take
// is what they were told to take. They write down how long each answer was really held.
import { createServer } from 'node:net';

const [kind] = process.argv.slice(2);
const stallEveryMs = 10_000;
const stallFromMs = 4000;
const stallMs = 2000;

/** Each gives, for the n-th request at a time since the first one, how long to hold the answer and its status. */
const behaviours = {
  fixed: () => [10, 200],
  bimodal: (n) => [n % 10 === 9 ? 50 : 5, 200],
  errors: (n) => [5, n % 100 === 99 ? 500 : 200],
  stall: (_n, ms) => {
    const within = (ms % stallEveryMs) - stallFromMs;
    return [within >= 0 && within < stallMs ? stallMs - within : 2, 200];
  },
};
const behave = behaviours[kind];
if (behave === undefined) throw new Error(`no server is called ${kind}`);

const answers = new Map([200, 500].map((status) => [status, answer(status)]));
let begun;
let count = 0;
// Nothing that has to be collected: a pause of this server would look like one of the client.
const held = new Float64Array(1_000_000);
let answered = 0;

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    const now = performance.now();
    for (let at = chunk.indexOf('\r\n\r\n'); at !== -1; at = chunk.indexOf('\r\n\r\n', at + 4)) {
      begun ??= now;
      const [ms, status] = behave(count, now - begun);
      count += 1;
      setTimeout(() => {
        held[answered] = performance.now() - now;
        answered += 1;
        socket.write(answers.get(status));
      }, ms);
    }
  });
});
// As long as a stall lets new connections wait.
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () =>
  process.send({ port: server.address().port }),
);

process.on('message', (message) => {
  if (message === 'held') process.send({ held: [...held.subarray(0, answered)], count });
  begun = undefined;
  count = 0;
  answered = 0;
});

function answer(status) {
  return Buffer.from(`HTTP/1.1 ${status} ${status === 200 ? 'OK' : 'Error'}\r\ncontent-length: 2\r\n\r\nok`);
}
