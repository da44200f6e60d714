import { type ParseArgsConfig, parseArgs } from 'node:util';

/**
 * What a command for developers was called with. For --help it prints the usage and ends the process; for what `config`
 * does not know, it ends it with that.
 */
export function readCommandLine<Config extends ParseArgsConfig>(
  usage: string,
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  if (process.argv.slice(2).includes('--help')) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    const [problem] = error instanceof Error ? error.message.split('. ') : [];
    return refuseCommandLine(problem ?? String(error));
  }
}

/** Ends the process because of how it was called; `problem` is a sentence without its full stop. */
export function refuseCommandLine(problem: string): never {
  process.stderr.write(`${problem}; --help shows the usage.\n`);
  process.exit(1);
}
