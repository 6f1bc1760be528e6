// What is watched, and by which metrics: those of the service itself, or what a probe from outside sees.
import { posix } from 'node:path';
import type { Project } from '../../model/project.ts';
import type { Stack } from '../../model/service.ts';
import { linkOf } from '../../rules/shared/stack.ts';
import type { Note } from '../generator.ts';
import { type Endpoint, endpointsOf } from '../shared/endpoints.ts';

export interface Targets {
  readonly endpoints: readonly Endpoint[];
  readonly scraped: readonly Endpoint[];
  readonly httpProbes: readonly Endpoint[];
  readonly tcpProbes: readonly Endpoint[];
  /** Requests as the libraries of the services count them. */
  readonly requests: readonly RequestMetrics[];
  readonly notes: readonly Note[];
}

/** How a library names what it counts. */
export interface RequestMetrics {
  readonly library: string;
  readonly counter: string;
  /** Label and pattern of answers that are the service's own failure. */
  readonly failed: string;
  /** Histogram of durations in seconds. */
  readonly buckets: string;
}

/** Sources: the README of each library. */
const libraries: readonly RequestMetrics[] = [
  {
    library: 'express-prom-bundle',
    counter: 'http_request_duration_seconds_count',
    failed: 'status_code=~"5.."',
    buckets: 'http_request_duration_seconds_bucket',
  },
  {
    library: 'fastify-metrics',
    counter: 'http_request_duration_seconds_count',
    failed: 'status_code=~"5.."',
    buckets: 'http_request_duration_seconds_bucket',
  },
  {
    library: 'prometheus-fastapi-instrumentator',
    counter: 'http_requests_total',
    failed: 'status="5xx"',
    buckets: 'http_request_duration_seconds_bucket',
  },
  {
    library: 'prometheus-flask-exporter',
    counter: 'flask_http_request_total',
    failed: 'status=~"5.."',
    buckets: 'flask_http_request_duration_seconds_bucket',
  },
  {
    library: 'django-prometheus',
    counter: 'django_http_responses_total_by_status_total',
    failed: 'status=~"5.."',
    buckets: 'django_http_requests_latency_seconds_by_view_method_bucket',
  },
];

export function targetsOf(project: Project, stack: Stack): Targets {
  const endpoints = endpointsOf(project, stack);
  const scraped = endpoints.filter(({ metrics }) => metrics !== undefined);
  const httpProbes = endpoints.filter(({ http, health }) => http && health !== undefined);
  const tcpProbes = endpoints.filter((one) => !httpProbes.includes(one));
  const found = scraped.flatMap(({ service }) => {
    const folder = linkOf(project, service)?.context ?? '';
    const own = project.packages.filter((one) => isWithin(one.folder, folder));
    return libraries.filter(({ library }) => own.some(({ requires }) => requires.has(library)));
  });
  const counters = new Set<string>();
  const requests = found.filter(({ counter }) => !counters.has(counter) && counters.add(counter).size > 0);
  return { endpoints, scraped, httpProbes, tcpProbes, requests, notes: notesOf(stack, endpoints) };
}

function isWithin(folder: string, context: string): boolean {
  const path = posix.relative(context === '' ? '.' : context, folder === '' ? '.' : folder);
  return path === '' || !path.startsWith('..');
}

function notesOf(stack: Stack, endpoints: readonly Endpoint[]): readonly Note[] {
  const watched = new Set(endpoints.map(({ service }) => service));
  const unknown = [...stack.services.values()].filter((one) => one.enabled && !watched.has(one));
  const notes = unknown.map(({ name, nameSpan }): Note => {
    return {
      kind: 'know',
      text: `${name} is not watched: it ends by itself, or nothing says on which port it listens`,
      at: nameSpan,
    };
  });
  const silent = endpoints.filter(({ http, metrics }) => http && metrics === undefined);
  for (const { service, health } of silent) {
    const by = health === undefined ? 'its port is open' : `GET ${health} answers`;
    notes.push({
      kind: 'know',
      text: `${service.name} serves no metrics: watched is whether ${by}, and how fast`,
      at: service.nameSpan,
    });
  }
  return notes;
}
