import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FreshDatabase, ownDatabase } from '../../../tests/kit/database.js';

interface Column {
  readonly type: string;
  readonly nullable: boolean;
}
type Tables = Record<string, Record<string, Column>>;

/** By Prisma's type; a `@db.` attribute wins. */
const SQL_TYPES: Readonly<Record<string, string>> = {
  String: 'text',
  Int: 'int4',
  BigInt: 'int8',
  Float: 'float8',
  Boolean: 'bool',
  Json: 'jsonb',
  Bytes: 'bytea',
  '@db.Bit(1024)': 'bit(1024)',
  '@db.Real': 'float4',
  '@db.Timestamptz(3)': 'timestamptz(3)',
};

let fresh: FreshDatabase;

beforeAll(async () => {
  fresh = await ownDatabase();
});
afterAll(() => fresh.dispose());

it('describes in schema.prisma exactly the tables and columns that the migrations build', async () => {
  const schema = await readFile(new URL('../../../prisma/schema.prisma', import.meta.url), 'utf8');
  expect(tablesOf(schema)).toEqual(await tablesInDatabase());
});

it('describes in schema.prisma exactly the enums that the migrations build', async () => {
  const schema = await readFile(new URL('../../../prisma/schema.prisma', import.meta.url), 'utf8');
  const { rows } = await fresh.database.pool.query(`
    SELECT typname AS name, array_agg(enumlabel::text ORDER BY enumsortorder) AS labels
    FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid GROUP BY typname`);
  expect(Object.fromEntries(blocksOf(schema, 'enum').map(({ name, lines }) => [name, lines]))).toEqual(
    Object.fromEntries(rows.map(({ name, labels }) => [name, labels])),
  );
});

async function tablesInDatabase(): Promise<Tables> {
  const { rows } = await fresh.database.pool.query(`
    SELECT table_name, column_name, is_nullable = 'YES' AS nullable,
           udt_name || CASE udt_name WHEN 'timestamptz' THEN '(' || datetime_precision || ')'
             WHEN 'bit' THEN '(' || character_maximum_length || ')' ELSE '' END AS type
    FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> '_prisma_migrations'`);
  const tables: Tables = {};
  for (const { table_name: table, column_name: column, type, nullable } of rows) {
    tables[table] = { ...tables[table], [column]: { type, nullable } };
  }
  return tables;
}

/** The generated client tells neither tables nor native types, so this reads the schema as `prisma format` lays it out. */
function tablesOf(schema: string): Tables {
  const models = blocksOf(schema, 'model');
  const names = new Set(models.map(({ name }) => name));
  return Object.fromEntries(
    models.map(({ name, lines }) => {
      const table = /@@map\("(\w+)"\)/.exec(lines.join('\n'))?.[1] ?? name;
      const columns = lines.flatMap((line) => {
        const [, field = '', unsupported, prismaType = '', modifier] =
          /^(\w+)\s+(?:Unsupported\("(\w+)"\)|(\w+))(\?|\[\])?/.exec(line) ?? [];
        if (field === '' || names.has(prismaType)) return [];
        const native = /@db\.\S+/.exec(line)?.[0];
        const type = unsupported ?? SQL_TYPES[native ?? prismaType] ?? prismaType;
        return [[/@map\("(\w+)"\)/.exec(line)?.[1] ?? field, { type, nullable: modifier === '?' }]];
      });
      return [table, Object.fromEntries(columns)];
    }),
  );
}

function blocksOf(schema: string, keyword: 'model' | 'enum'): { name: string; lines: string[] }[] {
  const blocks = schema.matchAll(new RegExp(`^${keyword} (\\w+) \\{\\n(.*?)^\\}`, 'gms'));
  return Array.from(blocks, ([, name = '', body = '']) => ({
    name,
    lines: body.split('\n').flatMap((line) => (/^\s*(\/\/|$)/.test(line) ? [] : [line.trim()])),
  }));
}
