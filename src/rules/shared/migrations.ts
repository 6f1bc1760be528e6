// Commands that change the schema of a data store.
import type { CommandLine } from '../../model/service.ts';
import { lineText } from './command.ts';

const migrations =
  /\b(?:alembic\s+upgrade|prisma\s+(?:migrate\s+deploy|db\s+push)|manage\.py\s+migrate|(?:rails|rake)\s+db:(?:migrate|prepare)|artisan\s+migrate|knex\s+migrate:latest|sequelize(?:-cli)?\s+db:migrate|typeorm\s+migration:run|drizzle-kit\s+(?:migrate|push)|flask\s+db\s+upgrade|flyway\s+migrate|goose\s+.*\bup|migrate\s+-path\s+.*\bup|dotnet\s+ef\s+database\s+update|db:migrate)\b/;
/** It takes a lock, so that replicas may; it waits for no store. */
const ofAirflow = /\bairflow\s+db\s+(?:migrate|upgrade|init)\b/;
const waits = /\b(?:wait|until|while|sleep|nc\s|pg_isready|dockerize|retry|--wait|ping)|\|\|/;

/** The command that a start line migrates with; undefined where it does not, or where it waits for the store itself. */
export function migrationIn(...lines: readonly (CommandLine | undefined)[]): string | undefined {
  const text = lines.map(lineText).join(' ');
  const found = migrations.exec(text) ?? ofAirflow.exec(text);
  return waits.test(text) ? undefined : found?.[0].replace(/\s+/g, ' ');
}

/** The same, whether it waits or not. */
export function migrationNamed(text: string): string | undefined {
  return migrations.exec(text)?.[0].replace(/\s+/g, ' ');
}
