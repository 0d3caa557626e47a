import { openRun } from './run-state.mjs';

/** Only names the run; the database starts with the first test that asks for one, so pure tests pay nothing. */
export default function setUp() {
  openRun();
}
