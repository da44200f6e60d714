import type { CodegenConfig } from '@graphql-codegen/cli';

/** Schema and operations become typed documents for the REST table, the command line and the tests. */
const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  documents: 'schema/operations/*.graphql',
  emitLegacyCommonJSImports: false,
  generates: {
    'src/generated/documents/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        scalars: { DateTime: 'string', Sha256: 'string', EventCursor: { input: 'string | number', output: 'string' } },
      },
    },
  },
};

export default config;
