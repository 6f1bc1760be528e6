import { readFileSync } from 'node:fs';

// A service without its settings must not look alive: say which one is missing and leave.
// `file`: where a cluster has mounted the value, so that it stands in no environment.
export function required(name, log, file) {
  const value = file ? textOf(file, log) : process.env[name];
  if (value) return value;
  log.error(file ? `${file} holds nothing` : `environment variable ${name} is not set`);
  process.exit(1);
}

function textOf(file, log) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    log.error(`cannot read ${file}: ${error.code}`);
    process.exit(1);
  }
}

export function numberFrom(name, fallback) {
  const value = Number(process.env[name]);
  return Number.isFinite(value) && value > 0 ? value : fallback;
}
