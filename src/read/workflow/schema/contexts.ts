// Which contexts and functions each key may use.
// Source: https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#context-availability

const outer = 'github inputs vars';
export const runName = outer;
export const workflowEnv = `${outer} secrets`;
export const afterNeeds = `${outer} needs`;
export const afterMatrix = `${afterNeeds} strategy matrix`;
export const jobEnv = `${afterMatrix} secrets`;
const running = `${afterMatrix} job runner env`;
export const jobDefaults = `${afterMatrix} env`;
export const containerEnv = `${running} secrets`;
export const registry = `${outer} needs strategy matrix secrets env`;
/** Steps, and the outputs of a job. */
export const step = `${running} secrets steps`;
/** Conditions of steps, and the address of an environment. */
export const stepIf = `${running} steps`;
export const callSecrets = `${afterMatrix} secrets`;
export const callOutputs = `${outer} jobs`;
export const inputDefault = outer;
export const composite = 'github inputs strategy matrix steps job runner env';
export const actionDefault = 'github strategy matrix job runner';
export const status = 'always cancelled success failure';
