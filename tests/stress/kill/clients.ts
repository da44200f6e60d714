import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../../kit/random.js';
import { someChanges } from '../load/projects.js';
import { MODES } from '../load/questions.js';
import { ask, change, type Load, openDialog, readJob, upload } from '../load/requests.js';

/** Uploads projects and changes them, and reads each job to its end: one after the other, or a few at once. */
export async function uploadAndChange(load: Load, seed: number): Promise<void> {
  const random = new Random(seed);
  while (!load.stop.aborted) {
    const project = await upload(load, random.between(3, 60));
    const paths = Object.keys(project.files);
    const readings = [readJob(load, project)];
    const revisions = random.between(2, 6);
    for (let revision = 1; revision <= revisions && !load.stop.aborted; revision += 1) {
      if (random.uniform() < 0.7) await readings.at(-1);
      const changes = someChanges(random, project.projectId, revision, paths);
      await change(load, project, changes);
      readings.push(readJob(load, project));
    }
    await Promise.all(readings);
  }
}

/** Holds dialogs about the projects: mostly asks when the last answer has come, sometimes before. */
export async function askAndListen(load: Load, seed: number): Promise<void> {
  const random = new Random(seed);
  while (load.accepted.projects.length === 0) await sleep(20);
  while (!load.stop.aborted) {
    const dialog = await openDialog(load, random.pick(load.accepted.projects));
    const answers: Promise<void>[] = [];
    const turns = random.between(1, 4);
    for (let turn = 1; turn <= turns && !load.stop.aborted; turn += 1) {
      if (random.uniform() < 0.7) await answers.at(-1);
      answers.push((await ask(load, dialog, random.pick(MODES))).ended);
    }
    await Promise.all(answers);
  }
}
