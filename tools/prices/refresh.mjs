// Writes src/Claudeonomics.Core/Pricing/prices.json from a pinned release of genai-prices and from corrections.json.
// Development only: neither the build nor a test runs it. How and when to use it: src/Claudeonomics.Core/Pricing/README.md.
//
//   node tools/prices/refresh.mjs [--as-of yyyy-MM-dd] [--check]
//
// --as-of  the day on which prices that the source edited in place begin to apply (default: the release's day below)
// --check  writes nothing, exits 1 when the file would change
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { release, withRelease } from './release.mjs';

const here = import.meta.dirname;
const bookFile = path.join(here, '../../src/Claudeonomics.Core/Pricing/prices.json');
const corrections = JSON.parse(fs.readFileSync(path.join(here, 'corrections.json'), 'utf8'));
const asOf = argument('--as-of') ?? release.day;
const sourceId = `genai-prices ${release.version}`;

// Providers whose lists are read, and what our book calls them. The others of the source sell no model that a coding agent
// of a company was seen to use, or repeat somebody else's list.
const providers = {
  'anthropic': 'anthropic', 'openai': 'openai', 'google': 'google', 'aws': 'aws', 'azure': 'azure', 'x-ai': 'x-ai',
  'deepseek': 'deepseek', 'moonshotai': 'moonshotai', 'zai': 'zai', 'zhipuai': 'zhipuai', 'mistral': 'mistral',
  'minimax': 'minimax', 'github-copilot': 'github-copilot', 'cursor': 'cursor', 'openrouter': 'openrouter', 'groq': 'groq',
  'cerebras': 'cerebras', 'fireworks': 'fireworks', 'baseten': 'baseten',
};

// OpenRouter lists 700 models; kept are those of makers whose models agents are pointed at.
const openRouterMakers = new Set([
  'anthropic', 'openai', 'google', 'x-ai', 'deepseek', 'moonshotai', 'z-ai', 'qwen', 'mistralai', 'minimax', 'nvidia', 'xiaomi',
  'stepfun', 'kwaipilot', 'bytedance-seed', 'inception', 'meta-llama', 'amazon', 'arcee-ai', 'poolside', 'relace', 'morph',
]);

// Not text in, text out; or too old for any coding agent.
const notForCoding = new RegExp([
  'embed', 'tts', 'audio', 'realtime', 'transcri', 'image', 'whisper', 'moderation', 'ocr', 'voxtral', 'voice', 'live', 'sonic',
  'speech', 'guard', 'native-audio', 'omni', 'video', 'search-preview', 'deep-research', '^ft:', '\\.ft(-|$)', '^text-', '^ada$',
  '^babbage', '^curie$', '^davinci', 'gpt-3\\.?5', '(^|/)gpt-4($|-)', 'gpt-4o:extended', 'computer-use', 'titan', 'llama-?2-', '^~',
  'gemini-1\\.', 'palm-2', 'learnlm', 'palmyra', '^nvidia\\.', 'gemini-(flash|pro)-1\\.5', 'gemini-pro$', 'claude-(v1|2)', 'gemma-?[23]?(-|$|n)', 'saba', 'vision',
  ':thinking$', ':beta$', ':extended$', 'chatgpt-4o', '-vl-', 'lyria', 'switchpoint',
].join('|'), 'i');

const read = readRelease();
const previous = fs.existsSync(bookFile) ? JSON.parse(fs.readFileSync(bookFile, 'utf8')) : { models: [] };
const corrected = new Set(corrections.models.flatMap(m => m.names.map(n => key(m.provider, n))));
const dropped = new Set(corrections.drop.flatMap(d => d.names.map(n => key(d.provider, n))));

const models = [...read.flatMap(fromProvider), ...corrections.models.map(withSource)]
  .map(keepHistory)
  .concat(gone())
  .sort((a, b) => order(a.provider, b.provider) || order(a.names[0], b.names[0]));

const book = {
  version: `${release.day}.${corrections.revision}`,
  unit: 'US dollars per million tokens; webSearch per thousand searches',
  sources: {
    [sourceId]: { title: `${release.package} ${release.version} on npm`, url: 'https://github.com/pydantic/genai-prices', licence: 'MIT', day: release.day },
    ...corrections.sources,
  },
  models,
  modifiers: corrections.modifiers,
};

const text = write(book);
const before = fs.existsSync(bookFile) ? fs.readFileSync(bookFile, 'utf8') : '';
if (process.argv.includes('--check')) {
  process.exit(text === before ? 0 : 1);
}
fs.writeFileSync(bookFile, text);
console.log(`${models.length} models, ${models.reduce((n, m) => n + m.rows.length, 0)} rows, ${text.length} bytes`);

// The package's index.js begins with one array literal that holds every provider. It is evaluated alone, in an empty context.
function readRelease() {
  return withRelease(folder => vm.runInNewContext(firstArray(fs.readFileSync(path.join(folder, 'dist/index.js'), 'utf8')), {}, { timeout: 5000 }));
}

function firstArray(script) {
  const start = script.indexOf('[');
  let depth = 0;
  let quote = null;
  for (let i = start; i < script.length; i++) {
    const c = script[i];
    if (quote !== null) {
      if (c === '\\') i++;
      else if (c === quote) quote = null;
    } else if (c === '"' || c === "'" || c === '`') {
      quote = c;
    } else if (c === '[' || c === '{') {
      depth++;
    } else if ((c === ']' || c === '}') && --depth === 0) {
      return script.slice(start, i + 1);
    }
  }
  throw new Error('no array literal found');
}

function fromProvider(source) {
  const provider = providers[source.id];
  return provider === undefined ? [] : source.models.flatMap(m => fromModel(provider, m));
}

function fromModel(provider, model) {
  if (provider === 'openrouter' && !(model.id.includes('/') && openRouterMakers.has(model.id.split('/')[0]))) {
    return [];
  }
  const names = [...new Set(spellings(provider, model).map(n => n.replace(/^(regional|global)\./, '')))].filter(n => !notForCoding.test(n) && !dropped.has(key(provider, n)));
  if (names.length === 0 || names.some(n => corrected.has(key(provider, n)))) {
    return [];
  }
  // Bedrock's list says "regional." for in-region and us./eu./jp./au. profiles, "global." for the worldwide one.
  const regional = provider === 'aws' && model.id.startsWith('regional.');
  const prices = Array.isArray(model.prices) ? model.prices : [{ prices: model.prices }];
  const rows = prices.map(p => row(p, model, regional)).filter(r => r !== null);
  return rows.length === 0 ? [] : [{ provider, names, rows }];
}

// The source matches names by patterns. Exact names are taken as they are and a prefix pattern as the one name it begins with:
// what a prefix would also match ("gemini-3.6-flash" and a later "gemini-3.6-flash-mini") may well be another model.
function spellings(provider, model) {
  const exact = [];
  (function walk(rule) {
    if (rule.or) rule.or.forEach(walk);
    else if (rule.equals) exact.push(rule.equals);
    else if (rule.starts_with) exact.push(rule.starts_with.replace(/-$/, ''), ...(provider === 'mistral' ? [`${rule.starts_with.replace(/-$/, '')}-latest`] : []));
  })(model.match);
  return [...new Set([model.id, ...exact])]
    .filter(n => !/(@|-20\d\d)$/.test(n))
    .filter(n => provider !== 'aws' || /^[a-z-]+\.[a-z]/.test(n))
    .filter(n => provider !== 'fireworks' || n.startsWith('accounts/'))
    .filter(n => provider !== 'cerebras' || !n.startsWith('cerebras'));
}

function row(entry, model, regional) {
  const p = entry.prices;
  const free = model.id.endsWith(':free') || /free of charge/i.test(model.price_comments ?? '');
  if (p.input_mtok === undefined || p.output_mtok === undefined) {
    // No rate in the source is no price, except where it says that the model is free.
    if (!free) return null;
  }
  const at = pick => ({
    input: pick(p.input_mtok) ?? 0, cacheRead: pick(p.cache_read_mtok), cacheWrite5m: pick(p.cache_write_mtok),
    cacheWrite1h: pick(p.cache_write_1h_mtok), output: pick(p.output_mtok) ?? 0,
  });
  const base = v => round(typeof v === 'object' ? v.base : v);
  const tier = v => round(typeof v === 'object' ? v.tiers[0].price : v);
  const tiers = Object.values(p).find(v => typeof v === 'object')?.tiers;
  if (tiers !== undefined && tiers.length !== 1) throw new Error(`${model.id}: more than one context tier`);
  const from = entry.constraint?.start_date;
  return strip({
    from,
    hours: entry.constraint?.start_time && { from: entry.constraint.start_time.slice(0, 5), until: entry.constraint.end_time.slice(0, 5) },
    geography: regional ? 'regional' : undefined,
    ...at(base),
    webSearch: p.web_searches_kcount,
    // OpenAI's "272K" is written as 271999 in some rows and 272000 in others; its own pages say "more than 272K".
    long: tiers && [strip({ above: tiers[0].start === 271999 ? 272000 : tiers[0].start, ...at(tier) })],
    status: from > asOf ? 'scheduled' : undefined,
    source: sourceId,
  });
}

function round(price) {
  return price === undefined ? undefined : Number(price.toFixed(6));
}

function withSource(model) {
  return { provider: model.provider, names: model.names, rows: model.rows };
}

// A published row is never edited. Where the source edited its own, ours stays and the new price follows it from --as-of on.
function keepHistory(model) {
  const old = previous.models.find(m => m.provider === model.provider && m.names[0] === model.names[0] && sameScope(m, model));
  if (old === undefined || model.names.some(n => corrected.has(key(model.provider, n)))) {
    return model;
  }
  const rows = old.rows.filter(r => r.status !== 'scheduled');
  for (const next of model.rows) {
    const published = rows.filter(r => (r.from ?? '') === (next.from ?? '') && same(r.hours, next.hours) && r.geography === next.geography).at(-1);
    const latest = rows.filter(r => same(r.hours, next.hours) && r.geography === next.geography).at(-1);
    if (published === undefined) rows.push(next);
    else if (!samePrices(published, next) && !samePrices(latest, next)) rows.push(Object.assign({ from: asOf }, next, { from: asOf }));
  }
  return { ...model, names: [...new Set([...old.names, ...model.names])], rows };
}

// What the source no longer lists still has a past.
function gone() {
  const kept = new Set(read.flatMap(fromProvider).concat(corrections.models).map(m => `${key(m.provider, m.names[0])} ${scope(m)}`));
  return previous.models.filter(m => !kept.has(`${key(m.provider, m.names[0])} ${scope(m)}`)
    && !m.names.some(n => corrected.has(key(m.provider, n)) || dropped.has(key(m.provider, n))));
}

function scope(model) {
  return model.rows[0].geography ?? '';
}

function sameScope(a, b) {
  return scope(a) === scope(b);
}

function samePrices(a, b) {
  const prices = r => JSON.stringify([r.input, r.cacheRead, r.cacheWrite5m, r.cacheWrite1h, r.output, r.webSearch, r.long]);
  return prices(a) === prices(b);
}

function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}

function strip(object) {
  return Object.fromEntries(Object.entries(object).filter(([, v]) => v !== undefined));
}

function key(provider, name) {
  return `${provider} ${name}`.toLowerCase();
}

function order(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

function argument(name) {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}

// One row a line, so that a changed price is a changed line.
function write({ version, unit, sources, models, modifiers }) {
  const lines = [
    '{',
    `"version":${JSON.stringify(version)},`,
    `"unit":${JSON.stringify(unit)},`,
    '"sources":{',
    Object.entries(sources).map(([id, s]) => `${JSON.stringify(id)}:${JSON.stringify(s)}`).join(',\n'),
    '},',
    '"models":[',
    models.map(m => `{"provider":${JSON.stringify(m.provider)},"names":${JSON.stringify(m.names)},"rows":[\n${m.rows.map(r => `  ${JSON.stringify(r)}`).join(',\n')}]}`).join(',\n'),
    '],',
    '"modifiers":[',
    modifiers.map(m => JSON.stringify(m)).join(',\n'),
    ']',
    '}',
  ];
  return `${lines.join('\n')}\n`;
}
