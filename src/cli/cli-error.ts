/** A failure that the person can act on: printed as one message, without a stack trace. */
export class CliError extends Error {
  readonly exitCode: number = 1;
}

/** The command was called in a way it does not understand. */
export class UsageError extends CliError {
  override readonly exitCode = 2;

  constructor(message: string) {
    super(`${message}\nRun with --help for all options.`);
  }
}
