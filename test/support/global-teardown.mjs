import { closeRun, RUN_VARIABLE } from './run-state.mjs';

export default async function tearDown() {
  const folder = process.env[RUN_VARIABLE];
  if (folder) await closeRun(folder);
}
