const levels = ['debug', 'info', 'warn', 'error'];
const lowest = Math.max(0, levels.indexOf(process.env.LOG_LEVEL ?? 'info'));

// One JSON object a line: any collector of logs can read it.
export function log(level, message, fields) {
  if (levels.indexOf(level) < lowest) return;
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`);
}
