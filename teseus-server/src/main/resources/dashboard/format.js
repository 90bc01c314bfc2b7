// How figures read.

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

export const count = (n) => n.toLocaleString('en-US');

export function bytes(n) {
  let unit = 0;
  while (n >= 1024 && unit < UNITS.length - 1) {
    n /= 1024;
    unit += 1;
  }
  return `${n >= 100 ? Math.round(n) : Math.round(n * 10) / 10} ${UNITS[unit]}`;
}

/** A share of 0 to 1; says neither 0 % nor 100 % of what is not quite that. */
export function share(value) {
  const percent = value * 100;
  if (percent > 0 && percent < 1) {
    return '< 1 %';
  }
  return percent > 99 && percent < 100
    ? `${Math.floor(percent * 10) / 10} %`
    : `${Math.round(percent)} %`;
}

export function age(ms) {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  if (seconds < 120) {
    return `${Math.floor(seconds)} s`;
  }
  if (seconds < 7200) {
    return `${Math.floor(seconds / 60)} min`;
  }
  return seconds < 172_800
    ? `${Math.floor(seconds / 3600)} h`
    : `${Math.floor(seconds / 86_400)} d`;
}

/** Whole seconds, for what counts up once a second. */
export const seconds = (ms) => (ms < 120_000 ? `${Math.floor(Math.max(0, ms) / 1000)} s` : age(ms));

/** A moment (ms since 1970) as the clock on the wall here. */
export const clock = (at) => new Date(at).toTimeString().slice(0, 8);

export const plural = (n, one, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

/** `hera, zeus and hades` */
export const list = (names) =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** The same of a list that may be long: `hera/0, hera/1, hera/2 and 5 more` */
export const some = (names) =>
  list(names.length > 4 ? [...names.slice(0, 3), `${count(names.length - 3)} more`] : names);
