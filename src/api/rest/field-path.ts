/** The names that this contract gives to fields of the GraphQL inputs; a name that is not here stays. */
const REST_NAMES: Readonly<Record<string, string>> = {
  projectId: 'project_id',
  changes: 'changed_files',
  contentHash: 'content_hash',
  baseVersion: 'base_version',
  sessionId: 'rag_session_id',
  dialogId: 'dialog_session_id',
  text: 'message',
  afterJobId: 'after_index_job_id',
  onBusy: 'on_busy',
  maxTotalTokens: 'max_total_tokens',
  maxSeconds: 'max_seconds',
  startLine: 'start_line',
  endLine: 'end_line',
  unsavedContent: 'content',
  delete: 'path',
  from: 'path',
  to: 'new_path',
  topK: 'limit',
  first: 'limit',
  pathPrefix: 'path_prefix',
  resultHash: 'result_hash',
  changesetId: 'changeset_id',
  idempotencyKey: 'Idempotency-Key',
};

/** What GraphQL nests one level deeper than this contract: the kind of a change or of an attachment. */
const KINDS = new Set(['upsert', 'rename', 'file', 'confluence']);

/** `['changes', '0', 'upsert', 'path']` as `changed_files[0].path`. */
export function restFieldPath(path: readonly string[]): string {
  return writtenPath(path.filter((segment) => !KINDS.has(segment)).map((segment) => REST_NAMES[segment] ?? segment));
}

/** `['files', 3, 'path']` as `files[3].path`. */
export function writtenPath(path: readonly PropertyKey[]): string {
  return path
    .map((segment, index) => {
      const text = String(segment);
      if (/^\d+$/.test(text)) return `[${text}]`;
      return index === 0 ? text : `.${text}`;
    })
    .join('');
}
