// The Prometheus text format. A target that was not asked yet has no sample, rather than a wrong one.
export function metricsText(states) {
  const known = states.filter(({ state }) => state !== 'unknown');
  return [
    ...gauge('service_ready', 'Whether the last readiness check passed', known, ({ state }) =>
      state === 'up' ? 1 : 0,
    ),
    ...gauge('service_ready_check_seconds', 'How long the last check took', known, ({ ms }) => ms / 1000),
    ...gauge(
      'service_ready_checked_seconds',
      'When the last check ended',
      known,
      ({ checked }) => Date.parse(checked) / 1000,
    ),
    '',
  ].join('\n');
}

function gauge(name, help, states, measured) {
  const samples = states.map((state) => `${name}{service="${escapeLabel(state.name)}"} ${measured(state)}`);
  return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...samples];
}

function escapeLabel(text) {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
