import picomatch from 'picomatch';

/** Whether the agent may propose changes of a path. */
export type EditablePaths = (path: string) => boolean;

/** Documents, data and configuration. What starts with `!` is taken out again: build scripts, and what CI runs. */
export const DEFAULT_EDITABLE_GLOBS: readonly string[] = [
  '*.{md,mdx,markdown,txt,rst,adoc,asciidoc}',
  '*.{json,jsonc,json5,yaml,yml,toml,ini,cfg,conf,properties,csv,tsv,po}',
  '{.env,*.env}.{example,sample,template,dist}',
  '{README,CHANGELOG,CONTRIBUTING,LICENSE,NOTICE,AUTHORS}',
  '{.editorconfig,.gitignore,.gitattributes,.dockerignore}',
  '!CMakeLists.txt',
  '!.github/{workflows,actions}/**',
  '!.circleci/**',
  '!{.gitlab-ci,.travis,.drone,azure-pipelines,bitbucket-pipelines}.{yml,yaml}',
];

/** Written by package managers, with hashes that nobody can edit by hand. No setting opens them. */
const LOCK_FILES = [
  '{package-lock,npm-shrinkwrap,packages.lock,composer.lock}.json',
  '{pnpm-lock,pubspec.lock}.{yaml,yml}',
  '*.{lock,lockb,lockfile}',
  'go.sum',
];

/** A pattern without a slash means a file's name in any folder; letter case does not matter. */
export function editablePaths(globs: readonly string[]): EditablePaths {
  const included = globs.filter((glob) => !glob.startsWith('!'));
  const excluded = globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1));
  const isIncluded = matcher(included);
  const isExcluded = matcher([...excluded, ...LOCK_FILES]);
  return (path) => isIncluded(path) && !isExcluded(path);
}

function matcher(globs: readonly string[]): EditablePaths {
  return picomatch(
    globs.map((glob) => (glob.includes('/') ? glob : `**/${glob}`)),
    { dot: true, nocase: true },
  );
}
