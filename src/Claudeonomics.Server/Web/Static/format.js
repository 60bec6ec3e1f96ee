// Numbers as Core's Text/Figure.cs writes them; a test holds the two against each other.

const units = ['', 'k', 'M', 'B', 'T', 'Q'];
const thin = '\u202f';

// Half away from zero, on the shortest decimal that means the number, as a decimal type would round.
function round(size, digits) {
  return Number(`${Math.round(Number(`${size}e${digits}`))}e-${digits}`);
}

function shorten(number) {
  let size = Math.abs(number);
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }

  const digits = unit === 0 ? 0 : size < 9.995 ? 2 : size < 99.95 ? 1 : 0;
  return [(number < 0 ? '−' : '') + String(round(size, digits)), units[unit]];
}

export const whole = number => number.toLocaleString('en-US', { maximumFractionDigits: 0 });

export function count(number) {
  const [digits, unit] = shorten(number);
  return { digits, unit: unit && thin + unit, exact: whole(number), value: number };
}

export const tokens = number => ({ ...count(number), exact: `${whole(number)} tokens` });

export function dollars(amount) {
  if (amount === null || amount === undefined) {
    return { digits: 'unpriced', unit: '', exact: 'No price is known for these models.', value: null };
  }

  const size = Math.abs(amount);
  const sign = amount < 0 ? '−' : '';
  const [digits, unit] =
    size === 0 ? ['0', '']
    : size < 0.01 ? [round(size, 4).toFixed(4), '']
    : size < 99.995 ? [round(size, 2).toFixed(2), '']
    : size < 9999.5 ? [whole(round(size, 0)), '']
    : shorten(size);
  const exact = size.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 6 });
  return { digits: `${sign}$${digits}`, unit: unit && thin + unit, exact: `${sign}$${exact}`, value: amount };
}

export function percent(share) {
  const value = share * 100;
  const digits = value > 0 && value < 1 ? '<1' : value > 99 && value < 100 ? '>99' : String(round(value, 0));
  return { digits, unit: '%', exact: `${round(value, 2)}%`, value: share };
}

export const ratio = value => ({ digits: round(value, 2).toFixed(2), unit: '', exact: String(round(value, 6)), value });

export const points = value => ({ digits: String(round(value, 0)), unit: '', exact: `${round(value, 1)} points`, value });

export function weeks(value) {
  const thousandths = round(value * 1000, 0);
  const whole = String(Math.floor(thousandths / 100) / 10);
  const days = thousandths % 100;
  return { digits: whole, unit: `${thin}wk ${days} d`, exact: `${whole} weeks, ${days} active days`, value };
}

// claude-opus-4-6 reads "opus 4.6".
export function model(name) {
  if (!name.startsWith('claude-')) {
    return name;
  }

  const short = name.slice('claude-'.length);
  const digit = short.search(/[0-9]/);
  return digit < 1 ? short : `${short.slice(0, digit).replace(/-+$/, '').replaceAll('-', ' ')} ${short.slice(digit).replaceAll('-', '.')}`;
}

// token-legend reads "Token Legend".
export const title = id => id.split('-').filter(Boolean).map(word => word[0].toUpperCase() + word.slice(1)).join(' ');
