/** One configuration for every storey; `scripts/test.mjs` says with how many workers and counts what happened. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.tsx?$': ['@swc/jest'] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  roots: ['<rootDir>/src', '<rootDir>/workflows', '<rootDir>/test', '<rootDir>/regulations'],
  testMatch: ['**/*.spec.ts'],
  testTimeout: 30_000,
  testSequencer: '<rootDir>/test/support/long-first.mjs',
  // Modules of finished suites stay in a worker; it begins anew before it takes the memory of the products under test.
  workerIdleMemoryLimit: '1GB',
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  reporters: ['default', '<rootDir>/test/support/line-reporter.mjs'],
};
