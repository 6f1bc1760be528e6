// Paths that Prometheus is told to scrape and at which no metrics can be.
import type { Located } from '../../base/span.ts';
import type { YamlNode } from '../../syntax/yaml.ts';
import { itemsAt, textAt } from '../../syntax/yaml-path.ts';

// The status page of nginx is text of its own, too: https://nginx.org/en/docs/http/ngx_http_stub_status_module.html
const withoutMetrics =
  /^\/(?:[\w.-]+\/)*(?:health(?:z|check|[-_]check)?|ready|readyz|readiness|live|livez|liveness|ping|nginx[-_](?:status|health)|(?:stub|basic)_status)\/?$/i;

/** `metrics_path` of the jobs in a configuration of Prometheus, where it is one without metrics. */
export function* pathsWithoutMetrics(
  root: YamlNode | undefined,
): Iterable<{ readonly path: Located<string>; readonly job: string }> {
  for (const job of itemsAt(root, 'scrape_configs')) {
    const path = textAt(job, 'metrics_path');
    if (path !== undefined && withoutMetrics.test(path.value))
      yield { path, job: textAt(job, 'job_name')?.value ?? 'a job' };
  }
}
