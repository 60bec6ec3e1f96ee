// Writes what a program is made of, as CycloneDX 1.6: NuGet packages from what the build restored, npm packages that are embedded, and data.
//
//   node tools/sbom.mjs NAME VERSION FILE.deps.json|project.assets.json [--npm package-lock.json] > sbom.cdx.json
//
// Licences of NuGet packages stand in their nuspec, in the folder that they were restored to. Nothing is asked of anybody, and the same build gives
// the same bytes.
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const [name, version, nugetFile, flag, npmFile] = process.argv.slice(2);
if (!nugetFile || (flag && (flag !== '--npm' || !npmFile))) {
  console.error('Usage: node tools/sbom.mjs NAME VERSION FILE.deps.json|project.assets.json [--npm package-lock.json]');
  process.exit(1);
}

// What is neither: parts that lie in our own tree. NOTICE says the same.
const embedded = [
  { type: 'data', 'bom-ref': 'genai-prices', name: 'genai-prices', description: 'Prices, in a shape of our own', licenses: [{ license: { id: 'MIT' } }] },
  { type: 'data', 'bom-ref': 'ysabeau-office', name: 'Ysabeau Office', description: 'A part of the typeface, for pictures', licenses: [{ license: { id: 'OFL-1.1' } }] },
];

const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
const hex = (base64) => Buffer.from(base64, 'base64').toString('hex');

function component(purl, name, version, license, sha512, more = {}) {
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    ...(sha512 ? { hashes: [{ alg: 'SHA-512', content: sha512 }] } : {}),
    ...(license ? { licenses: [license] } : {}),
    purl,
    ...more,
  };
}

// "MIT" is an id, "MIT OR Apache-2.0" an expression, and a file has a name only.
const licenceOf = (text) => (/^[\w.+-]+$/.test(text) ? { license: { id: text } } : { expression: text });

function nuspecLicence(folders, id, version) {
  const file = folders
    .map((folder) => join(folder, id.toLowerCase(), version.toLowerCase(), `${id.toLowerCase()}.nuspec`))
    .find(existsSync);
  const text = file ? readFileSync(file, 'utf8') : '';
  const expression = text.match(/<license type="expression"[^>]*>([^<]+)</);
  if (expression) {
    return licenceOf(expression[1].trim());
  }

  const own = text.match(/<license type="file"[^>]*>([^<]+)</);
  return own ? { license: { name: `in the package: ${own[1].trim()}` } } : null;
}

function nuget(file) {
  const found = read(file);
  const isAssets = 'packageFolders' in found;
  const folders = [process.env.NUGET_PACKAGES, ...Object.keys(found.packageFolders ?? {}), join(homedir(), '.nuget', 'packages')].filter(Boolean);
  // The target with a runtime identifier is the one that ships; without any there is one.
  const target = Object.entries(found.targets).sort(([one], [other]) => other.length - one.length)[0][1];
  const packages = Object.entries(found.libraries)
    .filter(([key, library]) => (library.type === 'package' || library.type === 'runtimepack') && (!isAssets || ships(target[key])))
    .map(([key, library]) => [...key.replace(/^runtimepack\./, '').split('/'), library.sha512?.replace(/^sha512-/, ''), target[key]?.dependencies]);
  if (isAssets) {
    // A program that brings its runtime is made of what the restore fetched for that.
    for (const framework of Object.values(found.project.frameworks)) {
      for (const { name, version } of framework.downloadDependencies ?? []) {
        if (/ILCompiler|NETCore\.App\.Runtime/.test(name)) {
          packages.push([name, version.replace(/^\[|,.*$/g, ''), null, null]);
        }
      }
    }
  }

  const purls = new Map(packages.map(([id, version]) => [id.toLowerCase(), `pkg:nuget/${id}@${version}`]));
  return packages.map(([id, version, sha512, dependencies]) => ({
    component: component(purls.get(id.toLowerCase()), id, version, nuspecLicence(folders, id, version), sha512 && hex(sha512)),
    dependsOn: Object.keys(dependencies ?? {}).map((needed) => purls.get(needed.toLowerCase())).filter(Boolean),
  }));
}

const ships = (assets) =>
  ['runtime', 'native', 'runtimeTargets'].some((kind) => Object.keys(assets?.[kind] ?? {}).some((path) => !path.endsWith('_._')));

function npm(file) {
  const packages = Object.entries(read(file).packages).filter(([path]) => path !== '');
  const purls = new Map(packages.map(([path, { version }]) => [nameIn(path), `pkg:npm/${nameIn(path).replace('@', '%40')}@${version}`]));
  return packages.map(([path, { version, integrity, license, dependencies }]) => ({
    component: component(
      purls.get(nameIn(path)), nameIn(path), version, license ? licenceOf(license) : null,
      integrity?.startsWith('sha512-') ? hex(integrity.slice('sha512-'.length)) : null),
    dependsOn: Object.keys(dependencies ?? {}).map((needed) => purls.get(needed)).filter(Boolean),
  }));
}

const nameIn = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

const parts = [...nuget(nugetFile), ...(npmFile ? npm(npmFile) : [])].sort((one, other) =>
  one.component.purl < other.component.purl ? -1 : one.component.purl > other.component.purl ? 1 : 0);
const own = { type: 'application', 'bom-ref': name, name, version, licenses: [{ license: { id: 'Apache-2.0' } }] };
console.log(JSON.stringify({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: { component: own },
  components: [...parts.map((part) => part.component), ...embedded],
  dependencies: [
    { ref: name, dependsOn: [...parts.map((part) => part.component.purl), ...embedded.map((part) => part['bom-ref'])] },
    ...parts.map((part) => ({ ref: part.component.purl, dependsOn: part.dependsOn })),
  ],
}, null, 2));
