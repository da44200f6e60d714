import { INDEX_HELP, parseIndexArguments } from './arguments.js';
import { runCommand } from './command.js';
import { readEnvironment } from './environment.js';
import { indexProject } from './index-project.js';

const command = { parse: () => parseIndexArguments(process.argv.slice(2), readEnvironment()), help: INDEX_HELP };

await runCommand(command, async (_given, { connection, server, folder, terminal }) => {
  await indexProject(connection, folder, server.limits, terminal);
});
