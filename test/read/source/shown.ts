// Facts as one line each, for tables.
import type { SourceFact } from '../../../src/model/source.ts';

export function shown(fact: SourceFact): string {
  switch (fact.kind) {
    case 'env-read':
      return `env ${fact.name}${fact.hasDefault ? `=${fact.defaultValue ?? '?'}` : ''} ${fact.confidence}`;
    case 'listen': {
      const variable = fact.variable === undefined ? '' : ` by ${fact.variable}`;
      return `listen ${fact.host === undefined ? '' : `${fact.host}:`}${fact.port}${variable} ${fact.confidence}`;
    }
    case 'route':
      return `${fact.method ?? 'any'} ${fact.path} ${fact.confidence}`;
    case 'signal':
      return `signal ${fact.signal} ${fact.confidence}`;
    case 'exposure':
      return `open ${fact.what} ${fact.confidence}`;
    case 'secret':
      return `secret ${fact.words} ${fact.confidence}`;
    case 'url':
      return `url ${fact.host}${fact.port === undefined ? '' : `:${fact.port}`}`;
  }
}
