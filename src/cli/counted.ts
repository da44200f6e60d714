const thousands = new Intl.NumberFormat('en-US');

/** `1,240`. */
export function grouped(count: number): string {
  return thousands.format(count);
}

/** `1 file`, `1,240 files`. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}
