import { FakeGigaChat } from './fake-gigachat.js';

/** Starts a fake GigaChat to try the server with; `PORT` chooses its port. */
const fake = await FakeGigaChat.start({
  port: Number(process.env.PORT ?? 9080),
  replies: (messages) => `(A fake model.) You wrote:\n\n${messages.at(-1)?.content ?? ''}`,
});

process.stdout.write(
  [
    `Fake GigaChat at ${fake.url}; it repeats what it is told. Start the server with:`,
    `  GIGACHAT_TOKEN=${fake.key} \\`,
    `  GIGACHAT_AUTH_URL=${fake.authUrl} \\`,
    `  GIGACHAT_API_URL=${fake.apiUrl} npm start`,
    '',
  ].join('\n'),
);
