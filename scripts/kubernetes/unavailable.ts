/** A cluster cannot be had on this machine: a test says so loudly and is left out; it never goes on with less. */
export class Unavailable extends Error {}
