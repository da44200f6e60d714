import type { TestProject } from 'vitest/node';
import { buildEmbeddedTemplate } from './build-template.js';

/** Vitest's global set-up of the runs on the embedded database. */
export default async function provideTemplate(project: TestProject): Promise<() => Promise<void>> {
  const { template, remove } = await buildEmbeddedTemplate();
  project.provide('databaseTemplate', template);
  return remove;
}
