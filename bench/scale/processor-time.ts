import { readdir, readFile } from 'node:fs/promises';

/** The kernel counts in hundredths of a second, on every architecture that Node runs on. */
const MS_A_TICK = 10;

/** Milliseconds of processor time of a process so far; with `children`, also of those it started, ended ones included. */
export async function processorTime(pid: number, { children = false } = {}): Promise<number> {
  const own = await statOf(pid);
  if (own === null) throw new Error(`The system does not tell the processor time of process ${pid} (/proc).`);
  if (!children) return own.ms;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const stats = await Promise.all(pids.map(statOf));
  return stats.reduce((sum, stat) => sum + (stat?.parent === pid ? stat.ms : 0), own.ms + own.endedChildrenMs);
}

/** The process that started this one. */
export async function parentOf(pid: number): Promise<number> {
  const stat = await statOf(pid);
  if (stat === null) throw new Error(`There is no process ${pid}, or the system does not tell (/proc).`);
  return stat.parent;
}

async function statOf(pid: number): Promise<{ parent: number; ms: number; endedChildrenMs: number } | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (stat === null) return null;
  // The name before these may hold anything, also brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ms = (...places: number[]) => places.reduce((sum, place) => sum + Number(fields[place]) * MS_A_TICK, 0);
  return { parent: Number(fields[1]), ms: ms(11, 12), endedChildrenMs: ms(13, 14) };
}
