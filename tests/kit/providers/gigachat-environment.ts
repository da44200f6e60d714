import type { FakeGigaChat } from '../../fakes/gigachat/fake-gigachat.js';

/** The variables of a server whose GigaChat is the fake. Its deadlines are short, and still long for a busy machine. */
export function gigaChatEnvironment(fake: FakeGigaChat): Record<string, string> {
  return {
    GIGACHAT_TOKEN: fake.key,
    GIGACHAT_AUTH_URL: fake.authUrl,
    GIGACHAT_API_URL: fake.apiUrl,
    PROVIDER_FIRST_BYTE_SECONDS: '3',
    PROVIDER_SILENCE_SECONDS: '3',
  };
}
