// Variables that make a framework print its insides, or run a development server.

interface DebugSwitch {
  readonly names: RegExp;
  readonly on: RegExp;
  /** The value of production in place of one that is on. */
  readonly off: (on: string) => string;
}

const switches: readonly DebugSwitch[] = [
  {
    names: /^(?:DEBUG|FLASK_DEBUG|DJANGO_DEBUG|APP_DEBUG|DEBUG_MODE)$/,
    on: /^(?:1|true|yes|on)$/i,
    off: (on) => opposites[on.toLowerCase()] ?? 'false',
  },
  {
    names: /^(?:FLASK_ENV|NODE_ENV|RAILS_ENV|RACK_ENV)$/,
    on: /^dev(?:elopment)?$/i,
    off: () => 'production',
  },
  {
    names: /^(?:ASPNETCORE_ENVIRONMENT|DOTNET_ENVIRONMENT)$/,
    on: /^dev(?:elopment)?$/i,
    off: () => 'Production',
  },
  { names: /^APP_ENV$/, on: /^(?:local|dev|development)$/i, off: () => 'production' },
];

const opposites: Readonly<Record<string, string>> = { '1': '0', true: 'false', yes: 'no', on: 'off' };

/** The value that turns debugging off; undefined where it is not on. */
export function debugOffValue(name: string, value: string): string | undefined {
  return switches.find(({ names, on }) => names.test(name) && on.test(value))?.off(value);
}
