// A service without its settings must not look alive: say which one is missing and leave.
export function required(name, log) {
  const value = process.env[name];
  if (value) return value;
  log.error(`environment variable ${name} is not set`);
  process.exit(1);
}

export function numberFrom(name, fallback) {
  const value = Number(process.env[name]);
  return Number.isFinite(value) && value > 0 ? value : fallback;
}
