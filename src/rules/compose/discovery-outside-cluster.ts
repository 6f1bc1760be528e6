import { bad, defineRule, good } from '../rule.ts';
import { place, prometheusOf } from '../shared/monitoring.ts';

export default defineRule({
  id: 'discovery-outside-cluster',
  area: 'compose',
  severity: 'medium',
  aliases: [],
  title: 'Prometheus asks the Kubernetes around it for its targets, and runs in compose',
  why: 'There is none: the discovery fails at start with one line in the log, and what the jobs are to watch is never scraped.',
  fix: 'List the services under `static_configs`, or use `docker_sd_configs`; keep the other file for the cluster.',
  references: [
    'https://prometheus.io/docs/prometheus/latest/configuration/configuration/#kubernetes_sd_config',
  ],
  on: 'server-config',
  *check(link, { project, service }) {
    if ((link.config.monitoring?.inCluster.length ?? 0) === 0) return;
    const main = prometheusOf(project, link)?.main;
    const [first, ...others] = main?.monitoring.inCluster ?? [];
    if (first === undefined || service.environment.has('KUBERNETES_SERVICE_HOST')) return;
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    yield {
      at: first.span,
      message: `${service.name} asks Kubernetes for the targets of ${first.value}${more}, but runs outside of a cluster`,
      object: `services.${service.name} job ${first.value}`,
      related: [place(link)],
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            prometheus:
              image: prom/prometheus:v3.0.1
              volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
            orders:
              image: ghcr.io/acme/orders:1.4.2
        `,
        'prometheus.yml': `
          scrape_configs:
            - job_name: orders
              kubernetes_sd_configs:
                - role: pod
              relabel_configs:
                - source_labels: [__meta_kubernetes_pod_label_app]
                  action: keep
                  regex: orders
            - job_name: nodes
              kubernetes_sd_configs:
                - role: node
        `,
      },
      'prometheus.yml:2:15',
    ),
    good({
      'compose.yaml': `
        services:
          prometheus:
            image: prom/prometheus:v3.0.1
            volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
      `,
      'prometheus.yml': `
        scrape_configs:
          - job_name: orders
            kubernetes_sd_configs:
              - role: pod
                api_server: https://10.0.0.1:6443
          - job_name: prometheus
            static_configs:
              - targets: ['localhost:9090']
      `,
    }),
  ],
});
