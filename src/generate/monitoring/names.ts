// The names of the services that watch, in a stack that may have services of those names already.
import type { Stack } from '../../model/service.ts';
import { freeName } from '../shared/compose-file.ts';

export interface Names {
  readonly alertmanager: string;
  readonly blackboxExporter: string;
  readonly grafana: string;
  readonly nodeExporter: string;
  readonly prometheus: string;
}

export function namesIn(stack: Stack): Names {
  return {
    alertmanager: freeName(stack, 'alertmanager'),
    blackboxExporter: freeName(stack, 'blackbox-exporter'),
    grafana: freeName(stack, 'grafana'),
    nodeExporter: freeName(stack, 'node-exporter'),
    prometheus: freeName(stack, 'prometheus'),
  };
}
