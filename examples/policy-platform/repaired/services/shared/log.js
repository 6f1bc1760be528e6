const LEVELS = ['debug', 'info', 'warn', 'error'];

// One JSON object per line on stdout, so that any log collector can read it without a parser of ours.
export function createLog(service) {
  const wanted = LEVELS.indexOf(process.env.LOG_LEVEL ?? 'info');
  const lowest = wanted === -1 ? LEVELS.indexOf('info') : wanted;
  const writer = (level) => (msg, fields) => {
    if (LEVELS.indexOf(level) < lowest) return;
    const line = { time: new Date().toISOString(), level, service, msg, ...fields };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  };
  return { debug: writer('debug'), info: writer('info'), warn: writer('warn'), error: writer('error') };
}

// Only the message: other fields of an error (the input of a URL error, for one) may hold a password.
// The AggregateError of a connection refused on both address families has an empty message but a code.
export function reasonOf(error) {
  return error.message || error.code || String(error);
}
