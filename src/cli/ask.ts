import { ASK_HELP, parseAskArguments } from './arguments.js';
import { runCommand } from './command.js';
import { readEnvironment } from './environment.js';
import { indexProject } from './index-project.js';
import { ask } from './question.js';

const command = { parse: () => parseAskArguments(process.argv.slice(2), readEnvironment()), help: ASK_HELP };

await runCommand(command, async ({ question, mode, dialog }, { connection, server, folder, terminal }) => {
  const sessionId = await indexProject(connection, folder, server.limits, terminal);
  await ask(connection, { sessionId, text: question, mode, dialog }, terminal);
});
