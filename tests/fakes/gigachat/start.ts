import { demonstrationModel } from './demonstration-model.js';
import { FakeGigaChat } from './fake-gigachat.js';

/** Starts a fake GigaChat to try the server with; `PORT` chooses its port. */
const fake = await FakeGigaChat.start({ port: Number(process.env.PORT ?? 9080), replies: demonstrationModel });

process.stdout.write(
  [
    `Fake GigaChat at ${fake.url}; it understands nothing, and shows every route at work. Start the server with:`,
    `  GIGACHAT_TOKEN=${fake.key} \\`,
    `  GIGACHAT_AUTH_URL=${fake.authUrl} \\`,
    `  GIGACHAT_API_URL=${fake.apiUrl} npm start`,
    '',
  ].join('\n'),
);
