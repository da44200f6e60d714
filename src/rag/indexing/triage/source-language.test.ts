import { expect, it } from 'vitest';
import { sourceLanguage } from './source-language.js';

it.each([
  ['src/a.ts', '', 'typescript'],
  ['A.TSX', '', 'tsx'],
  ['a.d.mts', '', 'typescript'],
  ['include/a.h', '', 'c'],
  ['Dockerfile', '', 'dockerfile'],
  ['deploy/Dockerfile.dev', '', 'dockerfile'],
  ['.env.local', '', 'dotenv'],
  ['.gitignore', '', 'ignore'],
  ['bin/run', '#!/usr/bin/env node\n', 'javascript'],
  ['bin/run', '#!/usr/bin/env -S python3.11 -u\n', 'python'],
  ['bin/run', '#! /bin/sh -e\n', 'bash'],
  ['bin/run', '#!/opt/strange\n', null],
  ['bin/run', 'echo 1\n', null],
  ['a.unknown', '#!/bin/sh\n', null],
  ['constructor', '', null],
  ['a.toString', '', null],
])('tells the language of %j starting with %j', (path, text, language) => {
  expect(sourceLanguage(path, text)).toBe(language);
});
