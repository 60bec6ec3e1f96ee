// The pinned release of genai-prices. A new one is a new version, day and hash here.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const release = {
  package: '@pydantic/genai-prices',
  version: '0.1.8',
  day: '2026-09-23',
  sha256: '8c9ba41e46719abc54a0ae4756ba5f2b5a768b8117fb29f40c5ca7ed3146eb5b',
};

// Calls use(folder) with the unpacked package and removes it again.
export function withRelease(use) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'prices-'));
  try {
    const name = execFileSync('npm', ['pack', '--silent', `${release.package}@${release.version}`], { cwd: folder, encoding: 'utf8' }).trim();
    const archive = path.join(folder, name);
    const sha256 = createHash('sha256').update(fs.readFileSync(archive)).digest('hex');
    if (sha256 !== release.sha256) {
      throw new Error(`${name} has SHA-256 ${sha256}, not the pinned ${release.sha256}`);
    }
    execFileSync('tar', ['xzf', archive, '-C', folder]);
    return use(path.join(folder, 'package'));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
