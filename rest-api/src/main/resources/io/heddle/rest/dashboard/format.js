// Numbers as people read them, and the colours of load.

const UNITS = ["bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s", "Pbit/s"];

const SIZES = ["B", "kB", "MB", "GB", "TB", "PB"];

/** A rate with three significant digits, such as "9.41 Mbit/s"; "–" when it is not known. */
export function rate(bitsPerSecond) {
  return bitsPerSecond === null || bitsPerSecond === undefined ? "–" : scaled(bitsPerSecond, UNITS);
}

/** An amount of data with three significant digits, such as "1.2 GB". */
export function bytes(number) {
  return scaled(number, SIZES);
}

function scaled(number, units) {
  let value = number;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${Number(value.toFixed(digits))} ${units[unit]}`;
}

/** A share of 1 in percent; "–" when it is not known. */
export function percent(share) {
  if (share === null || share === undefined) return "–";
  const value = share * 100;
  return `${value > 0 && value < 10 ? value.toFixed(1) : Math.round(value)} %`;
}

/** "1 switch", "2 switches". */
export function counted(number, one, many = `${one}s`) {
  return `${number} ${number === 1 ? one : many}`;
}

const STOPS = [
  [0, [147, 161, 174]],
  [0.15, [58, 160, 138]],
  [0.5, [212, 167, 44]],
  [0.8, [232, 121, 43]],
  [1, [184, 54, 12]],
];

/** The colour of a load; grey when it is not known. */
export function loadColour(share) {
  const load = Math.min(1, Math.max(0, share ?? 0));
  const upper = STOPS.findIndex(([at]) => load <= at);
  if (upper <= 0) return `rgb(${STOPS[0][1].join(" ")})`;
  const [from, low] = STOPS[upper - 1];
  const [to, high] = STOPS[upper];
  const part = (load - from) / (to - from);
  return `rgb(${low.map((c, i) => Math.round(c + part * (high[i] - c))).join(" ")})`;
}

/** The busier direction of a cable or host port, as a share of its capacity; null when neither is known. */
export function busier(one, other) {
  const known = [one?.utilisation, other?.utilisation].filter((share) => share !== null && share !== undefined);
  return known.length === 0 ? null : Math.max(...known);
}
