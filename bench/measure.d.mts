export function median(values: readonly number[]): number;
export function ms(value: number): string;
