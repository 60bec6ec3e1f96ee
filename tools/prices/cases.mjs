// Writes tests/fixtures/pricing/genai-prices-cases.json: calls with the dollars that genai-prices' own engine gives them, as a
// judge of our import, names and arithmetic. Development only, run after refresh.mjs with the same release.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { release, withRelease } from './release.mjs';

const corrections = JSON.parse(fs.readFileSync(path.join(import.meta.dirname, 'corrections.json'), 'utf8'));
// Where we differ on purpose there is nothing to compare.
const ours = new Set([...corrections.models, ...corrections.drop].flatMap(m => m.names.map(n => `${m.provider} ${n}`)));
const out = path.join(import.meta.dirname, '../../tests/fixtures/pricing/genai-prices-cases.json');

const spellings = [
  ['anthropic', ['claude-opus-4-6', 'claude-opus-4-6-20260205', 'claude-opus-4-6[1m]', 'claude-sonnet-4-5-20250929', 'claude-haiku-4-5@20251001',
    'claude-sonnet-4-6', 'claude-opus-4-1-20250805', 'claude-opus-5-5', 'claude-fable-5-1', 'claude-sonnet-5', 'claude-3-7-sonnet-20250219', 'claude-4.5-opus']],
  ['openai', ['gpt-5', 'gpt-5-2025-08-07', 'gpt-5-codex', 'gpt-5.1-codex-max', 'gpt-5.1-codex-mini', 'gpt-5.2-codex', 'gpt-5.3-codex', 'gpt-5.4',
    'gpt-5.4-mini-2026-03-17', 'gpt-5.5', 'gpt-5.6-sol', 'gpt-5.6-luna', 'gpt-6-sol', 'gpt-6-astra', 'gpt-4.1', 'gpt-4o-2024-05-13', 'gpt-4o', 'o3', 'o3-mini']],
  ['google', ['gemini-2.5-pro', 'gemini-2.5-pro-preview-06-05', 'gemini-2.5-flash', 'gemini-2.5-flash-lite', 'gemini-3-pro-preview', 'gemini-3.1-pro-preview',
    'gemini-3-flash-preview', 'gemini-3.7-flash', 'claude-sonnet-4-5@20250929', 'claude-opus-4-7', 'claude-opus-5-5@20260901']],
  ['aws', ['us.anthropic.claude-sonnet-4-6', 'eu.anthropic.claude-opus-4-6-v1:0', 'global.anthropic.claude-opus-4-6-v1:0',
    'global.anthropic.claude-haiku-4-5-20251001-v1:0', 'anthropic.claude-opus-4-7-v1:0', 'us.anthropic.claude-opus-5', 'anthropic.claude-3-5-haiku-20241022-v1:0',
    'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-opus-4-6-v1:0', 'qwen.qwen3-coder-480b-a35b-v1:0', 'openai.gpt-oss-120b-1:0']],
  ['azure', ['gpt-5', 'gpt-5.4', 'claude-opus-4-6', 'o3', 'grok-4']],
  ['x-ai', ['grok-4', 'grok-4-fast', 'grok-4.5', 'grok-4.6', 'grok-code-fast-1', 'grok-4-1-fast-reasoning']],
  ['moonshotai', ['kimi-k2-0905-preview', 'kimi-k2.5', 'kimi-k2.7-code', 'kimi-k3']],
  ['mistral', ['codestral-latest', 'devstral-2512', 'devstral-small-latest', 'mistral-medium-latest', 'mistral-large-2512', 'codestral-2508', 'magistral-medium-latest']],
  ['zhipuai', ['glm-4.7', 'glm-5', 'GLM-5.3']],
  ['zai', ['glm-5.3', 'glm-5.2']],
  ['minimax', ['MiniMax-M2', 'MiniMax-M2.5', 'minimax-m3']],
  ['openrouter', ['anthropic/claude-opus-4.6', 'anthropic/claude-sonnet-4.5', 'anthropic/claude-opus-5-fast', 'openai/gpt-5.4', 'qwen/qwen3-coder',
    'qwen/qwen3-coder-plus', 'z-ai/glm-4.7', 'moonshotai/kimi-k2.6', 'x-ai/grok-4.3', 'google/gemini-2.5-flash', 'deepseek/deepseek-v3.2', 'qwen/qwen3-coder:free']],
  ['github-copilot', ['claude-opus-4.7', 'claude-haiku-4.5', 'gpt-5.4', 'gpt-5.6-luna', 'grok-4.6']],
  ['cursor', ['composer-2.5', 'composer-2.5-fast']],
  ['fireworks', ['accounts/fireworks/models/kimi-k2p6', 'accounts/fireworks/routers/glm-5p1-fast']],
  ['groq', ['openai/gpt-oss-120b', 'moonshotai/kimi-k2-instruct']],
  ['baseten', ['zai-org/GLM-4.7']],
  ['cerebras', ['gpt-oss-120b', 'zai-glm-4.7']],
];
const days = ['2026-03-12', '2026-03-13', '2026-07-29', '2026-07-30', '2026-08-20', '2026-08-21', '2026-11-21'];
const sizes = [0, 1, 199_999, 200_001, 271_999, 272_001, 600_000];

let state = 20261121;
const next = most => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * most);
};

const cases = withRelease(folder => {
  const { calcPrice } = createRequire(import.meta.url)(path.join(folder, 'dist/index.cjs'));
  const found = [];
  for (const [provider, models] of spellings) {
    for (const model of models) {
      if (ours.has(`${provider} ${model}`)) throw new Error(`${provider} ${model} is corrected`);
      for (let i = 0; i < 6; i++) {
        const context = next(3) === 0 ? sizes[next(sizes.length)] : next(190_000);
        const cacheRead = next(context + 1);
        const cacheWrite = next(3) === 0 ? next(context - cacheRead + 1) : 0;
        const output = next(8_000);
        const at = `${days[next(days.length)]}T12:00:00Z`;
        // The source knows neither the flag nor the route of an inference profile.
        const result = calcPrice(
          { input_tokens: context, cache_read_tokens: cacheRead, cache_write_tokens: cacheWrite, output_tokens: output },
          model.replace('[1m]', ''), { providerId: provider, timestamp: new Date(at) });
        if (result === null) throw new Error(`${provider} ${model}: no price`);
        found.push({ provider, model, at, input: context - cacheRead - cacheWrite, cacheRead, cacheWrite5m: cacheWrite, output, usd: Number(result.total_price.toFixed(12)) });
      }
    }
  }
  return found;
});

fs.mkdirSync(path.dirname(out), { recursive: true });
fs.writeFileSync(out, `{"source":"${release.package} ${release.version}","cases":[\n${cases.map(c => JSON.stringify(c)).join(',\n')}\n]}\n`);
console.log(`${cases.length} cases`);
