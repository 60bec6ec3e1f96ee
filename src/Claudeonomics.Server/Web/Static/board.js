// The board with script: live rows, rows that open in place, a search that answers while one types, and keys.

import * as format from './format.js';
import { fill, score, setScore } from './row.js';

const table = document.getElementById('board');
const list = table.querySelector('tbody.list');
const { board, stream, rows: rowsAddress } = table.dataset;
const query = new URL(stream, location).search;
const calm = matchMedia('(prefers-reduced-motion: reduce)');
const rowOf = id => document.getElementById(`r-${id}`);

/** A part of this page; nothing without a connection, and nothing of the page to which somebody is led whose session is over. */
async function ask(address, headers) {
  const answer = await fetch(address, { headers, redirect: 'manual' }).catch(() => null);
  return answer?.ok ? answer : null;
}

// --- Rows open in place -------------------------------------------------------------------------------------------

function addOpener(row) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'opener';
  button.setAttribute('aria-expanded', 'false');
  const label = document.createElement('span');
  label.className = 'vh';
  label.textContent = `Details of ${row.querySelector('.who a').textContent}`;
  button.append(label);
  row.querySelector('.more').replaceChildren(button);
}

async function toggle(row) {
  const button = row.querySelector('.opener');
  const below = row.nextElementSibling;
  if (below?.matches('.opened')) {
    below.remove();
    button.setAttribute('aria-expanded', 'false');
    return;
  }

  button.setAttribute('aria-expanded', 'true');
  const answer = await ask(`${rowsAddress}${row.dataset.id}${query}`, { Accept: 'text/html' });
  if (!answer || row.nextElementSibling?.matches('.opened')) {
    button.setAttribute('aria-expanded', String(!!answer));
    return;
  }

  const template = document.createElement('template');
  template.innerHTML = await answer.text();
  row.after(template.content);
}

table.addEventListener('click', event => {
  const row = event.target.closest('tr[data-id]');
  if (row && !event.target.closest('a') && !getSelection().toString()) {
    toggle(row);
  }
});

list.querySelectorAll('tr[data-id]').forEach(addOpener);

const own = table.querySelector('tbody.own');
if (own) {
  new ResizeObserver(() => table.style.setProperty('--held', `${own.offsetHeight}px`)).observe(own);
}

// --- Keys ---------------------------------------------------------------------------------------------------------

const shownRows = () => [...list.querySelectorAll('tr[data-id]:not([hidden])')];

document.addEventListener('keydown', event => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const here = document.activeElement;
  if (!step || event.ctrlKey || event.metaKey || event.altKey || !(here === document.body || table.contains(here) || here === search)) {
    return;
  }

  const rows = shownRows();
  const at = rows.indexOf(here.closest?.('tr[data-id]'));
  const next = rows[at < 0 ? (step > 0 ? 0 : -1) : at + step];
  if (next) {
    event.preventDefault();
    next.querySelector('.opener').focus();
    next.scrollIntoView({ block: 'nearest' });
  } else if (at === 0 && step < 0) {
    event.preventDefault();
    search?.focus();
  }
});

// --- Search -------------------------------------------------------------------------------------------------------

const search = document.getElementById('q');
const found = document.createElement('p');
found.className = 'found vh';
found.setAttribute('role', 'status');
table.before(found);

function applySearch() {
  const words = search.value.trim().toLocaleLowerCase();
  let shown = 0;
  for (const row of list.querySelectorAll('tr[data-id]')) {
    const fits = row.querySelector('.who').textContent.toLocaleLowerCase().includes(words);
    row.hidden = !fits;
    shown += fits ? 1 : 0;
    if (row.nextElementSibling?.matches('.opened')) {
      row.nextElementSibling.hidden = !fits;
    }
  }

  found.textContent = words ? `${shown} of this list` : '';
  found.classList.toggle('vh', !words);
}

// A page that was asked for with a search has only what was found: another search asks the server.
const isFound = !!search?.defaultValue;

if (!isFound) {
  search?.addEventListener('input', () => {
    applySearch();
    const address = new URL(location);
    if (search.value.trim()) {
      address.searchParams.set('q', search.value.trim());
    } else {
      address.searchParams.delete('q');
    }

    // So that a reload, or coming back from somebody's page, finds the same.
    history.replaceState(null, '', address);
  });
  search?.form.addEventListener('submit', event => {
    event.preventDefault();
    shownRows()[0]?.querySelector('.opener').focus();
  });
}

// --- Live ---------------------------------------------------------------------------------------------------------

const standings = new Map();
const counting = new WeakMap();
let sequence = Number(table.dataset.sequence);

/** Counts a shown number from what it was to what it is. */
function countTo(element, from, to, show) {
  cancelAnimationFrame(counting.get(element));
  if (calm.matches || !Number.isFinite(from) || !Number.isFinite(to) || from === to || document.hidden) {
    show(to);
    return;
  }

  const started = performance.now();
  const tick = now => {
    const part = Math.min(1, (now - started) / 700);
    const eased = 1 - (1 - part) ** 3;
    show(part === 1 ? to : from + (to - from) * eased);
    if (part < 1) {
      counting.set(element, requestAnimationFrame(tick));
    }
  };
  counting.set(element, requestAnimationFrame(tick));
}

function setHeadline(name, value, figure) {
  const element = document.querySelector(`[data-live="${name}"]`);
  if (!element) {
    return;
  }

  const data = element.querySelector('data');
  const before = Number(data?.value ?? element.dataset.value ?? element.textContent.replaceAll(',', ''));
  countTo(element, before, value, now => {
    if (!data) {
      element.dataset.value = now;
      element.textContent = format.whole(Math.round(now));
      return;
    }

    const shown = figure(now);
    data.value = shown.value;
    data.dataset.exact = shown.exact;
    data.firstChild.data = shown.digits;
    data.querySelector('.u').textContent = shown.unit;
  });
}

function showPopulation(population) {
  if (population.withheld) {
    return;
  }

  const wholly = figure => value => figure(Math.round(value));
  setHeadline('tokens', population.totalTokens, wholly(format.tokens));
  setHeadline('tokens-exact', population.totalTokens);
  setHeadline('participants', population.participants);
  setHeadline('median', population.medianTokens, wholly(format.tokens));
  if (population.topPercentShare !== null) {
    setHeadline('top', population.topPercentShare, format.percent);
  }
  setHeadline('active', population.active);
  if (population.listCostUsd !== null) {
    setHeadline('cost', population.listCostUsd, format.dollars);
  }
}

function newRow(id) {
  const row = list.querySelector('tr[data-id]').cloneNode(true);
  row.id = `r-${id}`;
  row.dataset.id = id;
  row.hidden = false;
  return row;
}

function showStandings() {
  // Equals stand in the order of their ids.
  const idOf = standing => (standing.person ?? standing.team).id;
  const ordered = [...standings.values()].sort((a, b) => a.rank - b.rank || (idOf(a) < idOf(b) ? -1 : 1));
  if (ordered.length === 0) {
    return;
  }

  if (!list.querySelector('tr[data-id]')) {
    // The page said that nothing is here. There is no row to take after, and the words and filters change too.
    location.reload();
    return;
  }

  const places = new Map(shownRows().map(row => [row, row.getBoundingClientRect().top]));
  const kept = new Set();
  ordered.forEach((standing, index) => {
    const id = idOf(standing);
    kept.add(id);
    const row = rowOf(id) ?? newRow(id);
    const figure = score(board, standing);
    const before = places.has(row) ? Number(row.querySelector('.score data')?.value) : NaN;
    const isTied = ordered[index - 1]?.rank === standing.rank || ordered[index + 1]?.rank === standing.rank;
    fill(row, board, standing, isTied);
    if (figure.value === null) {
      setScore(row, figure);
    } else {
      const isTokens = board === 'tokens' || board === 'fleet';
      const exact = isTokens ? Math.round : value => value;
      countTo(row, before, figure.value, value => setScore(row, score(board, isTokens
        ? { ...standing, tokens: { ...standing.tokens, total: exact(value) } }
        : { ...standing, score: value, listCostUsd: value })));
    }

    const opened = row.nextElementSibling?.matches('.opened') ? row.nextElementSibling : null;
    const at = list.querySelectorAll(':scope > tr[data-id]')[index];
    if (at !== row) {
      list.insertBefore(row, at ?? null);
      if (opened) {
        row.after(opened);
      }
    }

    if (!row.querySelector('.opener') || !places.has(row)) {
      addOpener(row);
    }
  });
  for (const row of list.querySelectorAll('tr[data-id]')) {
    if (!kept.has(row.dataset.id)) {
      if (row.nextElementSibling?.matches('.opened')) {
        row.nextElementSibling.remove();
      }

      row.remove();
    }
  }

  applySearch();
  slide(places);
}

/** A row that moved slides from where it was; one that was overtaken gives way. */
function slide(places) {
  if (calm.matches || document.hidden) {
    return;
  }

  for (const row of shownRows()) {
    const from = places.get(row);
    const distance = from === undefined ? 0 : from - row.getBoundingClientRect().top;
    if (Math.abs(distance) > 1) {
      row.classList.toggle('rising', distance > 0);
      row.animate([{ transform: `translateY(${distance}px)` }, { transform: 'none' }], { duration: 650, easing: 'cubic-bezier(.2, .8, .2, 1)' })
        .finished.finally(() => row.classList.remove('rising'));
    }
  }
}

function showBoard(document) {
  standings.clear();
  document.standings.forEach(standing => standings.set((standing.person ?? standing.team).id, standing));
  sequence = document.sequence;
  showPopulation(document.population);
  showStandings();
}

// What the stream does not carry comes by itself: one's own place, which is nobody else's business, and the teams beside the people.
function refresher(part, address, pause) {
  let due = 0;
  return () => {
    if (!part || due) {
      return;
    }

    due = setTimeout(async () => {
      due = 0;
      const answer = await ask(`${address}${query}`, { 'Asked-By-Itself': '1' });
      if (answer && !part.contains(document.activeElement)) {
        const template = document.createElement('template');
        template.innerHTML = await answer.text();
        part.replaceChildren(...template.content.firstElementChild.children);
      }
    }, pause);
  };
}

const refreshOwn = refresher(own, `${rowsAddress}own`, 1000);
const refreshTeams = refresher(document.querySelector('aside.beside'), `/boards/${board}/teams`, 5000);

function refreshOthers() {
  refreshOwn();
  refreshTeams();
}

const status = document.querySelector('.live');
// "live", or how often others' rows change.
const connected = status.textContent;

function say(isOff, ...words) {
  status.hidden = false;
  status.replaceChildren(...words);
  status.classList.toggle('off', isOff);
}

/** A browser that lost its connection tries again by itself; one that was refused (a proxy without its server, a session that is over) does not. */
async function connectAgain() {
  const enough = new AbortController();
  const answer = await fetch(stream, { headers: { 'Asked-By-Itself': '1' }, signal: enough.signal }).catch(() => null);
  enough.abort();
  if (answer?.status === 401) {
    const link = document.createElement('a');
    link.href = `/signin?returnUrl=${encodeURIComponent(location.pathname + location.search)}`;
    link.textContent = 'sign in again';
    say(true, 'signed out, ', link);
    return;
  }

  if (answer?.status === 400) {
    // There is no such board to follow: the page says what it shows.
    status.hidden = true;
    return;
  }

  // Not all who were refused in the same moment.
  setTimeout(connect, 3000 + Math.random() * 4000);
}

function connect() {
  const source = new EventSource(stream);
  source.addEventListener('open', () => say(false, connected));
  source.addEventListener('error', () => {
    say(true, 'not connected, trying again');
    if (source.readyState === EventSource.CLOSED) {
      connectAgain();
    }
  });
  // Figures went dark for everybody: what is on the screen goes too.
  source.addEventListener('paused', () => location.reload());
  source.addEventListener('board', event => {
    const document = JSON.parse(event.data);
    const isNew = document.sequence !== sequence;
    showBoard(document);
    table.dataset.filled = 'yes';
    if (isNew) {
      refreshOthers();
    }
  });
  source.addEventListener('patch', event => {
    const patch = JSON.parse(event.data);
    applyPatch(patch);
    refreshOthers();
  });
}

function applyPatch(patch) {
  for (const id of patch.removed ?? []) {
    standings.delete(id);
  }

  for (const standing of patch.standings ?? []) {
    standings.set((standing.person ?? standing.team).id, standing);
  }

  sequence = patch.sequence;
  if (patch.population) {
    showPopulation(patch.population);
  }

  showStandings();
}

if (!isFound) {
  if (search?.value) {
    applySearch();
  }

  connect();
}
