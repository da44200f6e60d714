import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCommand {
  /** Resolves when the command has written `text` to standard error; rejects when it ends without. */
  says(text: string): Promise<void>;
  interrupt(): void;
  readonly result: Promise<CommandResult>;
}

/** Runs one of our commands as npm runs it, with few variables. */
export function startCommand(
  script: 'ask' | 'index',
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): RunningCommand {
  const child = spawn(process.execPath, [`dist/cli/${script}.js`, ...args], {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const result = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }));
  return {
    result,
    interrupt: () => void child.kill('SIGINT'),
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = () => stderr.includes(text) && resolve();
        child.stderr.on('data', look);
        look();
        void result.then(() => reject(new Error(`The command never said "${text}":\n${stderr}`)));
      }),
  };
}

export function runCommand(...args: Parameters<typeof startCommand>): Promise<CommandResult> {
  return startCommand(...args).result;
}
