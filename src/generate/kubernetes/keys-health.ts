import { approximated, carried, lost, type Translator } from './keys.ts';

const times: Translator = ({ built }) =>
  built.probes.readiness === undefined
    ? lost('no probe asks')
    : carried('periods and thresholds of the probes');

export const healthKeys: Readonly<Record<string, Translator>> = {
  healthcheck: times,
  'healthcheck.disable': () => approximated('no check of the image runs in a pod; the probes ask its ports'),
  'healthcheck.test': ({ built }) => {
    const { probes } = built;
    if (probes.readiness === undefined) return lost(probes.how);
    // The command itself, or a request that asks the same or better.
    return 'exec' in probes.readiness ? carried(probes.how) : approximated(probes.how);
  },
  'healthcheck.start_period': ({ built }) =>
    built.probes.startup === undefined
      ? lost('no probe asks')
      : carried('the time that the startup probe allows'),
  'healthcheck.start_interval': ({ built }) =>
    built.probes.startup === undefined ? lost('no probe asks') : carried('period of the startup probe'),
};
