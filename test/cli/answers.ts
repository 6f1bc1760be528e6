// Looks into JSON that a command printed.
export type Answered = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Answered {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list under a key. */
export function recordsAt(of: Answered, key: string): readonly Answered[] {
  const value = of[key];
  if (!Array.isArray(value)) throw new Error(`${key} is no list`);
  return value.filter(isRecord);
}
