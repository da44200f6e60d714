const UNITS = ['bytes', 'KiB', 'MiB', 'GiB'];

/** `2 MiB`, `1.5 KiB`, `300 bytes`. */
export function byteSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${Number.isInteger(value) ? value : value.toFixed(1)} ${UNITS[unit]}`;
}
