// Charts that answer questions, put in the place of the server's drawing from the table beside it. The library is large,
// so it comes when a chart comes into sight.

import * as format from './format.js';

const calm = matchMedia('(prefers-reduced-motion: reduce)');
const dark = matchMedia('(prefers-color-scheme: dark)');

function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = name => style.getPropertyValue(name).trim();
  return {
    ink: of('--ink'), quiet: of('--quiet'), rule: of('--rule'), paper: of('--paper'), accent: of('--accent'),
    shades: ['--s0', '--s1', '--s2', '--s3', '--s4', '--rest'].map(of),
  };
}

function readTable(figure) {
  const table = figure.querySelector('.as-table table');
  const names = [...table.tHead.rows[0].cells].slice(1).map(cell => cell.textContent);
  const rows = [...table.tBodies[0].rows];
  return {
    span: table.tHead.rows[0].cells[0].textContent,
    spans: rows.map(row => row.cells[0].textContent),
    things: names.map((name, i) => ({ name, amounts: rows.map(row => Number(row.cells[i + 1].querySelector('data').value)) })),
  };
}

const shown = value => {
  const { digits, unit } = format.count(value);
  return digits + unit;
};

function options({ span, spans, things }) {
  const { ink, quiet, rule, paper, shades } = colours();
  const text = { color: quiet, fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 13 };
  return {
    animation: !calm.matches,
    animationDuration: 400,
    color: shades,
    textStyle: text,
    grid: { left: 0, right: 1, top: 14, bottom: 0, outerBoundsMode: 'none' },
    xAxis: { type: 'category', data: spans, boundaryGap: false, show: false },
    yAxis: { type: 'value', splitNumber: 3, axisLabel: { ...text, inside: true, margin: 0, verticalAlign: 'bottom', formatter: value => value ? shown(value) : '' }, splitLine: { lineStyle: { color: rule } }, z: 3 },
    // Drawn on the canvas: a tooltip made of elements would need inline styles, which the page forbids.
    tooltip: {
      trigger: 'axis', renderMode: 'richText', backgroundColor: ink, borderWidth: 0, padding: [8, 12],
      textStyle: { ...text, color: paper },
      axisPointer: { lineStyle: { color: quiet } },
      formatter: items => [`${span} ${items[0].axisValueLabel}`, ...items.filter(item => item.value > 0).reverse().map(item => `${shown(item.value)}  ${item.seriesName}`)].join('\n'),
    },
    series: things.map((thing, i) => ({
      name: thing.name, type: 'line', stack: 'all', data: thing.amounts, symbol: 'none', lineStyle: { width: 1, color: paper },
      areaStyle: { color: shades[Math.min(i, shades.length - 1)], opacity: 1 }, emphasis: { focus: 'series' },
    })),
  };
}

async function draw(figure) {
  await import('./echarts.common.min.js');
  const plot = figure.querySelector('.plot');
  const place = document.createElement('div');
  place.className = 'drawn';
  place.setAttribute('aria-hidden', 'true');
  plot.append(place);
  const data = readTable(figure);
  const chart = globalThis.echarts.init(place, null, { renderer: 'canvas' });
  chart.setOption(options(data));
  plot.querySelector('svg').remove();
  new ResizeObserver(() => chart.resize()).observe(place);
  dark.addEventListener('change', () => chart.setOption(options(data)));
}

const sight = new IntersectionObserver(entries => {
  for (const entry of entries.filter(entry => entry.isIntersecting)) {
    sight.unobserve(entry.target);
    draw(entry.target);
  }
}, { rootMargin: '200px' });

document.querySelectorAll('[data-chart="area"]').forEach(figure => sight.observe(figure));
