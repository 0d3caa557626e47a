/** One line for each breach: `file:line  why`. */
export function findBreaches(files: readonly { path: string; text: string }[]): string[];
