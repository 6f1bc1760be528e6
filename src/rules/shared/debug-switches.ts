// Variables that make a framework print its insides, or run a development server.
import { otherSide } from './switch-fix.ts';

const switches: readonly (readonly [names: RegExp, on: RegExp])[] = [
  [/^(?:DEBUG|FLASK_DEBUG|DJANGO_DEBUG|APP_DEBUG|DEBUG_MODE)$/, /^(?:1|true|yes|on)$/i],
  [
    /^(?:FLASK_ENV|NODE_ENV|RAILS_ENV|RACK_ENV|ASPNETCORE_ENVIRONMENT|DOTNET_ENVIRONMENT)$/,
    /^dev(?:elopment)?$/i,
  ],
  [/^APP_ENV$/, /^(?:local|dev|development)$/i],
];

/** The value that turns debugging off; undefined where it is not on. */
export function debugOffValue(name: string, value: string): string | undefined {
  return switches.some(([names, on]) => names.test(name) && on.test(value)) ? otherSide(value) : undefined;
}
