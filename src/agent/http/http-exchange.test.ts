import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FakeGigaChat } from '../../../tests/fakes/gigachat/fake-gigachat.js';
import { selfSignedCertificate } from '../../../tests/fakes/tls/self-signed.js';
import { gigaChatAccount } from '../../../tests/kit/providers/gigachat-account.js';
import { listenTo } from '../../../tests/kit/providers/listen-to.js';
import { IMPATIENT } from '../../../tests/kit/providers/quick-tuning.js';

describe('a certificate that Node does not know', () => {
  const tls = selfSignedCertificate();
  let fake: FakeGigaChat;
  let folder: string;
  let caFile: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ca-'));
    caFile = join(folder, 'root.pem');
    await writeFile(caFile, `Issued for tests\n${tls.cert}`);
  });
  afterAll(() => rm(folder, { recursive: true }));
  beforeEach(async () => {
    fake = await FakeGigaChat.start({ tls });
  });
  afterEach(() => fake.close());

  test('is refused at once, with the setting that cures it', async () => {
    const { failure } = await listenTo(gigaChatAccount(fake).languageModel());
    expect(failure).toMatchObject({ code: 'PROVIDER_UNAVAILABLE', retryable: false });
    expect((failure as Error).message).toMatch(/not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\).* GIGACHAT_CA_FILE/);
    expect(fake.requests).toEqual([]);
  });

  test('is trusted when GIGACHAT_CA_FILE has it', async () => {
    const { failure } = await listenTo(gigaChatAccount(fake, { settings: { caFile } }).languageModel());
    expect(failure).toBeNull();
  });

  test('is not looked at with GIGACHAT_SSL_VERIFY=false', async () => {
    const settings = { verifyCertificates: false };
    const { failure } = await listenTo(gigaChatAccount(fake, { settings }).languageModel());
    expect(failure).toBeNull();
  });

  test('must be in a file that exists and holds certificates', async () => {
    const other = join(folder, 'other.pem');
    await writeFile(other, 'no certificate');
    expect(() => gigaChatAccount(fake, { settings: { caFile: other } })).toThrow(/holds no valid certificate/);
    const missing = join(folder, 'missing.pem');
    expect(() => gigaChatAccount(fake, { settings: { caFile: missing } })).toThrow(/cannot be read \(ENOENT\)/);
  });
});

describe('a server that accepts connections and says nothing', () => {
  let server: Server;
  let port: number;
  beforeEach(async () => {
    server = createServer((socket) => socket.on('error', () => {}));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as { port: number }).port;
  });
  afterEach(() => {
    server.close();
  });

  test('is given up at the deadline of the connection while TLS is negotiated', async () => {
    const fake = await FakeGigaChat.start();
    const settings = { authUrl: `https://127.0.0.1:${port}/oauth` };
    const { failure } = await listenTo(gigaChatAccount(fake, { settings, tuning: IMPATIENT }).languageModel());
    await fake.close();
    expect(failure).toMatchObject({ code: 'PROVIDER_UNAVAILABLE', retryable: true });
    expect((failure as Error).message).toMatch(/did not accept a connection within 0.7 s.* GIGACHAT_AUTH_URL/);
  });
});
