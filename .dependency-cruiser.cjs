// Who may import whom. A folder that is not named in `to` may not be imported by `from`.
const generated = '^src/generated/';

/** `from` may import itself, what is generated, packages, and `allowed`. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^src/${from}`, pathNot: '\\.test\\.ts$' },
  to: { path: '^src/', pathNot: [`^src/${from}`, ...allowed.map((folder) => `^src/${folder}`)] },
});

module.exports = {
  forbidden: [
    only('contracts-import-nothing', 'contracts/', [], 'A contract is types that depend on nobody.'),
    only(
      'shared-imports-contracts',
      'shared/',
      ['contracts/', 'generated/(prisma|pothos)'],
      'The ground is below the modules.',
    ),
    only(
      'rag-stands-alone',
      'rag/',
      ['contracts/', 'shared/', 'generated/prisma'],
      'rag, agent and chat meet only in contracts.',
    ),
    only(
      'agent-stands-alone',
      'agent/',
      ['contracts/', 'shared/', 'generated/prisma'],
      'rag, agent and chat meet only in contracts.',
    ),
    only(
      'chat-stands-alone',
      'chat/',
      ['contracts/', 'shared/', 'generated/prisma'],
      'rag, agent and chat meet only in contracts.',
    ),
    only(
      'api-never-imports-agent',
      'api/',
      ['chat/', 'rag/', 'shared/', 'contracts/', 'config\\.ts', 'generated/'],
      'The doors speak to services; which agent answers is not their business.',
    ),
    only(
      'cli-is-a-client',
      'cli/',
      ['generated/documents/'],
      'The command line goes over the wire, like any other client.',
    ),
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one file, or need a third.',
      severity: 'error',
      from: { pathNot: generated },
      to: { circular: true },
    },
    {
      name: 'declared-packages-only',
      comment: 'A package that is used must be in package.json.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-dev-packages-at-run-time',
      comment: 'npm ci --omit=dev must leave a server that runs.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['\\.test\\.ts$', '^src/api/graphql/print-schema\\.ts$'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: generated.replace('^src/generated/', '^src/generated/prisma/') },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
  },
};
