// Loaded before a program (`node --import`): its wall clock stands JUMP_MS off, and jumps there and back every other second
// of the real one. Monotonic clocks go on as they are, as they do when somebody sets a machine's time.
const offset = Number(process.env.JUMP_MS ?? 0);
const Real = Date;
const now = () => {
  const real = Real.now();
  return Math.floor(real / 1000) % 2 === 0 ? real + offset : real;
};
globalThis.Date = class extends Real {
  constructor(...args) {
    super(...(args.length === 0 ? [now()] : args));
  }
  static now() {
    return now();
  }
};
