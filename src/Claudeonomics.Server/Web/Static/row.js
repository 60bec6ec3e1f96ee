// Fills the cells of a board's row from a standing of the API, to the letter as Board/StandingCells.razor does.

import * as format from './format.js';

const svgNames = 'http://www.w3.org/2000/svg';
const sparklineHeight = 20;
const shareBarWidth = 96;

function setAmount(cell, figure) {
  if (figure.value === null) {
    const word = document.createElement('span');
    word.className = 'unpriced';
    word.title = figure.exact;
    word.textContent = figure.digits;
    cell.replaceChildren(word);
    return;
  }

  let data = cell.querySelector(':scope > data');
  if (!data) {
    data = document.createElement('data');
    cell.replaceChildren(data);
  }

  data.value = figure.value;
  data.dataset.exact = figure.exact;
  const unit = document.createElement('span');
  unit.className = 'u';
  unit.textContent = figure.unit;
  data.replaceChildren(figure.digits, unit);
}

function svg(name, attributes) {
  const element = document.createElementNS(svgNames, name);
  for (const [attribute, value] of Object.entries(attributes)) {
    element.setAttribute(attribute, value);
  }

  return element;
}

const columns = (days, first, most) => days
  .map((value, day) => value > 0 ? `M${(first + day) * 3 + 1} ${sparklineHeight}v-${Math.max(1, Math.round(value / most * sparklineHeight))}` : '')
  .join('');

export function sparkline(days) {
  const most = Math.max(...days);
  const picture = svg('svg', { class: 'spark', viewBox: `0 0 ${days.length * 3 - 1} ${sparklineHeight}`, 'aria-hidden': 'true' });
  picture.append(
    svg('path', { d: columns(days.slice(0, -1), 0, most) }),
    svg('path', { class: 'now', d: columns(days.slice(-1), days.length - 1, most) }));
  return picture;
}

export function shareBar(shares) {
  const round = length => Math.round(length * 10) / 10;
  const picture = svg('svg', { class: 'mix', viewBox: `0 0 ${shareBarWidth} 8`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  picture.append(svg('rect', { class: 'rest', width: shareBarWidth, height: 8 }));
  let x = 0;
  shares.forEach((share, part) => {
    const width = share * shareBarWidth;
    if (width > 1) {
      picture.append(svg('rect', { class: `s${part}`, x: round(x), width: round(width - 1), height: 8 }));
    }

    x += width;
  });
  return picture;
}

function hidden(text) {
  const span = document.createElement('span');
  span.className = 'vh';
  span.textContent = text;
  return span;
}

function change(ranks) {
  const span = document.createElement('span');
  if (ranks === null || ranks === undefined) {
    span.className = 'new';
    span.textContent = 'new';
  } else if (ranks === 0) {
    return hidden('same rank');
  } else {
    span.className = ranks > 0 ? 'up' : 'down';
    span.append(hidden(ranks > 0 ? 'up ' : 'down '), format.whole(Math.abs(ranks)));
  }

  return span;
}

function mark(tier) {
  if (!tier || tier === 'none') {
    return [hidden('')];
  }

  const picture = svg('svg', { class: `tier ${tier}`, viewBox: '0 0 16 16', 'aria-hidden': 'true' });
  picture.append(svg('use', { href: `#tier-${tier}` }));
  return [picture, hidden(tier)];
}

const scores = {
  tokens: standing => format.tokens(standing.tokens.total),
  fleet: standing => format.tokens(standing.tokens.total),
  score: standing => format.points(standing.score),
  consistency: standing => format.weeks(standing.score),
  focus: standing => format.count(standing.score),
  cost: standing => format.dollars(standing.listCostUsd),
  breadth: standing => format.ratio(standing.score),
  cache: standing => format.dollars(standing.score),
};

export const score = (board, standing) => scores[board](standing);

export function setScore(row, figure) {
  setAmount(row.querySelector('.score'), figure);
}

/** Everything of a row but its score, which counts up by itself. */
export function fill(row, board, standing, isTied) {
  const cell = name => row.querySelector(`:scope > .${name}`);
  const rank = document.createElement('data');
  rank.value = standing.rank;
  rank.textContent = format.whole(standing.rank);
  cell('rank').replaceChildren(rank, isTied ? '=' : '');
  cell('change').replaceChildren(change(standing.change));
  cell('mark').replaceChildren(...mark(standing.tier));
  // What a policy keeps to oneself is neither zero nor unpriced.
  if (board === 'cost') {
    setAmount(cell('cost'), format.tokens(standing.tokens.total));
  } else if (standing.costSpreadUsd === null) {
    cell('cost').replaceChildren();
  } else {
    setAmount(cell('cost'), format.dollars(standing.listCostUsd));
  }
  cell('titles').textContent = (standing.recognitions ?? []).map(format.title).join(', ');
  const who = cell('who');
  const subject = standing.person ?? standing.team;
  const link = who.querySelector('a');
  link.textContent = subject.name;
  // Machines have no page.
  if (board !== 'fleet' || standing.team) {
    link.href = `${standing.person ? '/people/' : '/teams/'}${subject.id}`;
  }

  if (standing.person) {
    who.querySelector('.team').textContent = subject.team ?? '';
  }

  if (board === 'score') {
    cell('trend').replaceChildren(shareBar((standing.parts ?? []).map(part => (part.points ?? 0) / 1000)));
  } else if (standing.days) {
    cell('trend').replaceChildren(...standing.days.length < 2 ? [] : [sparkline(standing.days)]);
  }

  if (standing.models) {
    const name = document.createElement('span');
    name.className = 'model';
    const [first] = standing.models;
    name.textContent = first ? `${format.percent(first.share).digits}% ${format.model(first.model)}` : '';
    cell('models').replaceChildren(shareBar(standing.models.map(part => part.share)), ' ', name);
  }
}
