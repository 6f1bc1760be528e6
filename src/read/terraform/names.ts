// Files of Terraform by their names.

/** `.tf` and the values of variables; a state file is JSON of its own. */
export function isTerraformName(name: string): boolean {
  return /\.(?:tf|tfvars)$/.test(name) || isStateName(name);
}

export function isStateName(name: string): boolean {
  return /\.tfstate(?:\.backup)?$/.test(name);
}
