/** Name of the variable that holds the folder of the run. */
export const RUN_VARIABLE: string;
/** Makes the folder of this run, names it in the environment, and returns it. */
export function openRun(): string;
/** Stops the cluster of the run and removes the folder. */
export function closeRun(folder: string): Promise<void>;
