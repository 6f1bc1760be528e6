// The version that reports and journals carry; `npm run check` compares it with package.json.
export const version = '0.1.0';
