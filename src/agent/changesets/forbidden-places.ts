interface Place {
  readonly what: string;
  readonly folders?: ReadonlySet<string>;
  readonly files?: RegExp;
}

/** What no setting opens to the agent: a change there does harm before a person has read it, or is no part of the project. */
const PLACES: readonly Place[] = [
  {
    what: "version control's own data",
    folders: new Set(['.git', '.hg', '.svn', '.jj', '.bzr']),
    // The short name by which Windows opens .git.
    files: /^git~\d+$/,
  },
  { what: 'installed packages', folders: new Set(['node_modules', 'bower_components', '.venv', 'site-packages']) },
  {
    what: 'keys and credentials',
    folders: new Set(['.ssh', '.gnupg', '.aws', '.azure', '.kube', '.docker', '.gcloud']),
    files:
      /^(?:\.env(?!.*\.(?:example|sample|template|dist|defaults?)$)(?:\..+)?|\.netrc|\.pgpass|\.npmrc|\.pypirc|\.git-credentials|\.htpasswd|id_(?:rsa|dsa|ecdsa|ed25519).*|.+\.(?:pem|key|p12|pfx|jks|keystore|kdbx))$/,
  },
  {
    what: 'settings by which editors, agents and hooks run commands',
    folders: new Set(['.vscode', '.idea', '.vs', '.fleet', '.zed', '.cursor', '.claude', '.windsurf']),
    files: /^(?:\.mcp\.json|mcp\.json|\.envrc|\.gitmodules)$/,
  },
  { what: 'hooks', folders: new Set(['.husky', '.githooks', '.devcontainer']) },
];

/** Characters that file systems ignore when they compare names. */
const IGNORABLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

/** What lies at a path that no agent may touch, as a phrase; null where it may. */
export function forbiddenPlace(path: string): string | null {
  for (const segment of path.split('/')) {
    const name = plainName(segment);
    const place = PLACES.find(({ folders, files }) => folders?.has(name) || files?.test(name));
    if (place !== undefined) return place.what;
  }
  return null;
}

/** As Windows and macOS read it: without case, invisible characters, streams, and dots and spaces at the end. */
function plainName(segment: string): string {
  return segment
    .replace(IGNORABLE, '')
    .replace(/:.*$/, '')
    .replace(/[. ]+$/, '')
    .toLowerCase();
}
