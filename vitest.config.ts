import { fileURLToPath } from 'node:url';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const tests = ['src/**/*.test.ts', 'tests/**/*.test.ts', 'bench/**/*.test.ts'];
const aboutEmbedded = ['src/shared/database/embedded/**', 'src/shared/database/lock/**'];

const embedded: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    name: 'embedded',
    include: tests,
    globalSetup: ['tests/kit/build-server.ts', 'tests/kit/embedded-template.ts'],
  },
};
const postgres: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    name: 'postgres',
    include: tests,
    exclude: aboutEmbedded,
    globalSetup: ['tests/kit/build-server.ts', 'tests/kit/postgres-template.ts'],
  },
};

export default defineConfig({
  resolve: {
    // Without this Vitest loads graphql twice, as ESM and as CommonJS, and the two refuse each other's types.
    alias: [
      { find: /^graphql$/, replacement: fileURLToPath(new URL('node_modules/graphql/index.js', import.meta.url)) },
    ],
  },
  test: {
    testTimeout: 180_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // Nothing here replaces modules: files that share a process load them once.
    isolate: false,
    maxWorkers: 2,
    // The whole suite on each engine: on PostgreSQL when there is a server to run it on.
    projects: process.env.TEST_DATABASE_URL ? [embedded, postgres] : [embedded],
  },
});
