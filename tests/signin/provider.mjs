// A real OpenID Connect provider with a few accounts, for tests. Its first line of output is its address.
//
//   node provider.mjs [token|userinfo]     where claims are: in the id_token (as Entra does) or at userinfo alone (as Okta's org server does)
//
// POST /tests/next-token {"expired":true}  changes the next id_token before it is handed out, signed with the provider's own key again:
//   set: {claim: value}, expired: true, alg: "HS256", key: "strange"
import { createServer } from 'node:http';
import Provider from 'oidc-provider';
import { SignJWT, exportJWK, generateKeyPair, importJWK, decodeJwt } from 'jose';

const secret = 'the-secret-of-the-tests-client-at-the-provider';
const { privateKey } = await generateKeyPair('RS256', { extractable: true });
const strange = (await generateKeyPair('RS256')).privateKey;
const jwk = { ...(await exportJWK(privateKey)), kid: 'tests', alg: 'RS256', use: 'sig' };

const accounts = {
  ana: { email: 'Ana@corp.example', email_verified: true, name: 'Ana Ortega', groups: ['staff'] },
  ben: { email: 'ben@corp.example', name: 'Ben Adler', groups: ['staff', 'board-admins'] },
  uma: { email: 'uma@corp.example', email_verified: false, name: 'Uma Rao' },
  otto: { email: 'otto@elsewhere.example', email_verified: true, name: 'Otto Vogel' },
  nia: { email: 'nia@corp.example', email_verified: true, name: 'Nia Okafor' },
  noa: { name: 'Noa Levi' },
  max: { preferred_username: 'max@corp.example', name: 'Max Moreau', _claim_names: { groups: 'src1' }, _claim_sources: { src1: { endpoint: 'https://graph.example' } } },
  eve: { email: 'ana@corp.example', email_verified: true, name: 'Eve' },
  ned: { email: 'ned.new@corp.example', email_verified: true, name: 'Ned', employee: { number: '00417' } },
};

const server = createServer();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(address, {
  clients: [{
    client_id: 'claudeonomics',
    client_secret: secret,
    // A native client's port on this machine is its own business, and the server under test has not chosen one yet.
    application_type: 'native',
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: ['http://127.0.0.1/signin/openid/callback'],
    response_types: ['code'],
    grant_types: ['authorization_code'],
  }],
  jwks: { keys: [jwk] },
  pkce: { required: () => true },
  conformIdTokenClaims: process.argv[2] !== 'token',
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username', 'groups', '_claim_names', '_claim_sources', 'employee'] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...accounts[id] }) }),
  cookies: { keys: ['for tests'] },
});

let next;
provider.use(async (ctx, go) => {
  if (ctx.path === '/tests/next-token') {
    let body = '';
    for await (const part of ctx.req) body += part;
    next = JSON.parse(body);
    ctx.status = 204;
    return;
  }

  await go();
  if (ctx.path === '/token' && ctx.body?.id_token && next) {
    ctx.body.id_token = await changed(ctx.body.id_token, next);
    next = undefined;
  }
});

async function changed(token, { set = {}, expired = false, alg = 'RS256', key }) {
  const claims = { ...decodeJwt(token), ...set };
  if (expired) claims.exp = Math.floor(Date.now() / 1000) - 600;
  if (alg === 'none') {
    const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${part({ alg: 'none' })}.${part(claims)}.`;
  }

  const signing = alg === 'HS256' ? new TextEncoder().encode(secret) : key === 'strange' ? strange : await importJWK(jwk, 'RS256');
  return new SignJWT(claims).setProtectedHeader({ alg, kid: 'tests' }).sign(signing);
}

server.on('request', provider.callback());
console.log(address);
