import type { FileChangeInput } from '../../../src/generated/documents/graphql.js';
import { manyModules } from '../../kit/projects.js';
import type { Random } from '../../kit/random.js';
import type { Files } from '../../kit/story.js';

/** A project whose every text names it, so that none is a text of another project. */
export function projectFiles(projectId: string, modules: number): Files {
  const ofProject = Object.entries(manyModules(modules)).map(([path, text]) => [
    path,
    text.replaceAll('figure', `${projectId}figure`),
  ]);
  const readme = `# Project ${projectId}\n\nIt computes figures.\n`;
  return { 'README.md': readme, ...Object.fromEntries(ofProject) };
}

/** The name of the project that a text of it holds. */
export function projectIn(text: string): string {
  const name = /(p\d+)figure|# Project (p\d+)/.exec(text);
  const projectId = name?.[1] ?? name?.[2];
  if (projectId === undefined) throw new Error(`A text of no project was embedded: ${text.slice(0, 200)}`);
  return projectId;
}

/** Changes to some of the files, new ones among them; `paths`, those that there are, is brought up to date. */
export function someChanges(random: Random, projectId: string, revision: number, paths: string[]): FileChangeInput[] {
  const touched = random.shuffle(paths.filter((path) => path !== 'README.md')).slice(0, random.between(1, 12));
  const changes = touched.map((path, index): FileChangeInput => {
    const kind = random.uniform();
    const newPath = `src/moved-${revision}/${index}.ts`;
    if (kind < 0.15) {
      paths.splice(paths.indexOf(path), 1);
      return { delete: path };
    }
    if (kind < 0.3) {
      paths.splice(paths.indexOf(path), 1, newPath);
      return { rename: { from: path, to: newPath } };
    }
    return { upsert: { path, content: textOf(projectId, `Revised${revision}x${index}`) } };
  });
  const added = Array.from({ length: random.between(0, 10) }, (_, index): FileChangeInput => {
    const path = `src/added-${revision}/${index}.ts`;
    paths.push(path);
    return { upsert: { path, content: textOf(projectId, `Added${revision}x${index}`) } };
  });
  return [...changes, ...added];
}

function textOf(projectId: string, name: string): string {
  return Array.from(
    { length: 5 },
    (_, part) =>
      `/** Computes part ${part} of ${name}. */\nexport function ${projectId}figure${name}Part${part}(input: number[]): number {\n` +
      `  return input.reduce((sum, value, position) => sum + value * (position + ${part}), 0);\n}\n`,
  ).join('\n');
}
