import { expect, test } from 'vitest';
import { dependsOnDialog } from './dialog-dependence.js';

test.each([
  'why?',
  'And in the worker process, is the same done with deleted sessions?',
  'Why does this happen when a session is deleted while another one is indexed?',
  'Which settings of the server change the behaviour you described above?',
  'What are its limits when many clients of one owner connect?',
  'Is the second option safe when the server restarts in the middle?',
  'А при удалении сессии во время индексации другой?',
  'Почему он ждёт так долго, если сервер отвечает сразу?',
  'Какие переменные окружения на это влияют при запуске в контейнере?',
  'Второй вариант переживёт перезапуск сервера посреди индексации?',
])('needs the dialog: %s', (text) => {
  expect(dependsOnDialog(text)).toBe(true);
});

test.each([
  'How does the indexer split Markdown files into chunks?',
  'What does retryWithBackoff return, and when does it give up?',
  'How does the indexer split Markdown files and where does it store them?',
  'What is the purpose of this project and who are its users?',
  'Is there a limit for the size of one file?',
  'Which function that retries failed calls is exported?',
  'Как устроена очередь задач при нескольких процессах?',
  'Для чего нужен этот проект и какие задачи решает?',
  'Что делает `TaskRun` и где он создаётся?',
])('stands on its own: %s', (text) => {
  expect(dependsOnDialog(text)).toBe(false);
});
