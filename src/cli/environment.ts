import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';

/** The folder of this package: where the server runs, with its `.env` and its data folder. */
export const PACKAGE_FOLDER = fileURLToPath(new URL('../../', import.meta.url));

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The variables as a server started in the package's folder sees them: the real environment over `.env`, an empty
 * variable counting as unset. Without this a PORT in `.env` would have the command look at another port than the server.
 */
export function readEnvironment(): Environment {
  return { ...withoutEmpty(readDotEnv()), ...withoutEmpty(process.env) };
}

function withoutEmpty(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
}

function readDotEnv(): Environment {
  try {
    return parseEnv(readFileSync(`${PACKAGE_FOLDER}.env`, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
