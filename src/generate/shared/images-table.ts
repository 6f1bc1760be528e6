// The images that generated files start. Each tag stands in public deployments and on the project's page of releases:
// https://github.com/prometheus/prometheus/releases, https://github.com/prometheus/alertmanager/releases,
// https://github.com/prometheus/node_exporter/releases, https://github.com/prometheus/blackbox_exporter/releases,
// https://github.com/grafana/grafana/releases, https://github.com/caddyserver/caddy/releases,
// https://github.com/traefik/traefik/releases.

export const images = {
  prometheus: 'prom/prometheus:v3.13.2',
  alertmanager: 'prom/alertmanager:v0.33.1',
  nodeExporter: 'prom/node-exporter:v1.12.1',
  blackboxExporter: 'prom/blackbox-exporter:v0.28.0',
  grafana: 'grafana/grafana:13.1.3',
  caddy: 'caddy:2.11.4-alpine',
  traefik: 'traefik:v3.7.11',
} as const;
