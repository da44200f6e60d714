CREATE EXTENSION IF NOT EXISTS vector;

CREATE TYPE "RunStatus" AS ENUM ('QUEUED', 'RUNNING', 'CANCELLING', 'CANCELLED', 'DONE', 'ERROR');
CREATE TYPE "IndexJobKind" AS ENUM ('SNAPSHOT', 'CHANGES');
CREATE TYPE "FileIndexStatus" AS ENUM ('INDEXED', 'SKIPPED', 'FAILED');
CREATE TYPE "ProblemReason" AS ENUM ('IGNORED', 'BINARY', 'TOO_LARGE', 'MINIFIED', 'GENERATED', 'SECRET_SUSPECTED', 'UNDECODABLE', 'EMBEDDING_FAILED');
CREATE TYPE "StagedOperation" AS ENUM ('UPSERT', 'DELETE', 'RENAME');
CREATE TYPE "StagedOutcome" AS ENUM ('INDEXED', 'REUSED', 'SKIPPED', 'FAILED', 'DELETED');
CREATE TYPE "Role" AS ENUM ('USER', 'ASSISTANT');
CREATE TYPE "MessageStatus" AS ENUM ('STREAMING', 'COMPLETE', 'CANCELLED', 'FAILED');
CREATE TYPE "Route" AS ENUM ('DEFAULT_GENERAL', 'PROJECT_QA', 'PROJECT_EDITS', 'DOCS_GENERATION');
CREATE TYPE "RoutingSource" AS ENUM ('MODE', 'MODEL', 'RULES', 'CONTEXT');
CREATE TYPE "MessageMode" AS ENUM ('AUTO', 'PROJECT_QA', 'PROJECT_EDITS', 'DOCS_GENERATION', 'QA');

CREATE TABLE rag_sessions (
  id text PRIMARY KEY,
  key bigserial UNIQUE,
  owner_id text NOT NULL DEFAULT 'local',
  project_id text NOT NULL,
  is_project_session boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 0,
  embedding_provider text NOT NULL,
  embedding_model text NOT NULL,
  embedding_dimensions integer NOT NULL,
  chunker_version text NOT NULL,
  chunk_count integer NOT NULL DEFAULT 0,
  term_count double precision NOT NULL DEFAULT 0,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  last_activity_at timestamptz(3) NOT NULL DEFAULT now(),
  deleted_at timestamptz(3)
);
CREATE INDEX rag_sessions_owner_project ON rag_sessions (owner_id, project_id);
-- The legacy endpoints make a project's session when they first see it: two first calls must not make two.
CREATE UNIQUE INDEX rag_sessions_project_session ON rag_sessions (owner_id, project_id)
  WHERE is_project_session AND deleted_at IS NULL;

CREATE TABLE rag_files (
  id bigserial PRIMARY KEY,
  session_key bigint NOT NULL REFERENCES rag_sessions (key) ON DELETE CASCADE,
  path text NOT NULL,
  content_hash text NOT NULL,
  bytes integer NOT NULL,
  language text,
  status "FileIndexStatus" NOT NULL,
  reason "ProblemReason",
  detail text,
  from_version integer NOT NULL,
  to_version integer
);
-- Byte order, so that "by path" sorts alike on every engine and locale.
CREATE INDEX rag_files_path ON rag_files (session_key, path COLLATE "C");
-- At most one row of a path is open: a second would show a file twice.
CREATE UNIQUE INDEX rag_files_open_path ON rag_files (session_key, path) WHERE to_version IS NULL;
CREATE INDEX rag_files_closed ON rag_files (session_key, to_version) WHERE to_version IS NOT NULL;

-- No foreign key: contents are written in short batches before the transaction that makes the session and its job.
CREATE TABLE file_contents (
  session_key bigint NOT NULL,
  content_hash text NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (session_key, content_hash)
);

CREATE TABLE rag_chunks (
  id bigserial PRIMARY KEY,
  session_key bigint NOT NULL,
  file_id bigint NOT NULL REFERENCES rag_files (id) ON DELETE CASCADE,
  start_line integer NOT NULL,
  end_line integer NOT NULL,
  symbol text,
  text text NOT NULL,
  text_hash text NOT NULL,
  embedding vector,
  length real NOT NULL,
  from_version integer NOT NULL,
  to_version integer
);
-- An exact search reads every vector of a session: fetching each from a TOAST table would dominate it,
-- so rows stay whole on their page as long as they fit.
ALTER TABLE rag_chunks SET (toast_tuple_target = 8160);
CREATE INDEX rag_chunks_session ON rag_chunks (session_key);
CREATE INDEX rag_chunks_file ON rag_chunks (file_id);
CREATE INDEX rag_chunks_closed ON rag_chunks (session_key, to_version) WHERE to_version IS NOT NULL;

CREATE TABLE rag_postings (
  session_key bigint NOT NULL,
  term text NOT NULL,
  chunk_id bigint NOT NULL,
  tf real NOT NULL,
  length real NOT NULL,
  from_version integer NOT NULL,
  PRIMARY KEY (session_key, term, chunk_id) INCLUDE (tf, length, from_version)
);
CREATE INDEX rag_postings_chunk ON rag_postings (chunk_id);

CREATE TABLE rag_index_jobs (
  id text PRIMARY KEY,
  owner_id text NOT NULL DEFAULT 'local',
  session_id text NOT NULL REFERENCES rag_sessions (id) ON DELETE CASCADE,
  number bigserial UNIQUE,
  kind "IndexJobKind" NOT NULL,
  status "RunStatus" NOT NULL DEFAULT 'QUEUED',
  attempt integer NOT NULL DEFAULT 0,
  failures integer NOT NULL DEFAULT 0,
  retry_at timestamptz(3),
  expanded boolean NOT NULL DEFAULT false,
  total_files integer NOT NULL DEFAULT 0,
  indexed_files integer NOT NULL DEFAULT 0,
  reused_files integer NOT NULL DEFAULT 0,
  skipped_files integer NOT NULL DEFAULT 0,
  failed_files integer NOT NULL DEFAULT 0,
  deleted_files integer NOT NULL DEFAULT 0,
  chunks integer NOT NULL DEFAULT 0,
  embeddings_computed integer NOT NULL DEFAULT 0,
  embeddings_reused integer NOT NULL DEFAULT 0,
  chunks_delta integer NOT NULL DEFAULT 0,
  terms_delta double precision NOT NULL DEFAULT 0,
  version integer,
  failure jsonb,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  started_at timestamptz(3),
  finished_at timestamptz(3)
);
CREATE INDEX rag_index_jobs_session ON rag_index_jobs (session_id, number);
-- A lane is a session; its unfinished runs are few, and asked for at every wake-up.
CREATE INDEX rag_index_jobs_unfinished ON rag_index_jobs (session_id, number)
  WHERE status IN ('QUEUED', 'RUNNING', 'CANCELLING');

CREATE TABLE rag_index_job_files (
  job_id text NOT NULL REFERENCES rag_index_jobs (id) ON DELETE CASCADE,
  ordinal integer NOT NULL,
  operation "StagedOperation" NOT NULL,
  path text NOT NULL,
  new_path text,
  content_hash text,
  bytes integer,
  skip_reason "ProblemReason",
  outcome "StagedOutcome",
  reason "ProblemReason",
  detail text,
  PRIMARY KEY (job_id, ordinal)
);
CREATE INDEX rag_index_job_files_pending ON rag_index_job_files (job_id, ordinal) WHERE outcome IS NULL;
CREATE INDEX rag_index_job_files_problems ON rag_index_job_files (job_id, ordinal) WHERE outcome IN ('SKIPPED', 'FAILED');

CREATE TABLE embedding_cache (
  owner_id text NOT NULL,
  space text NOT NULL,
  text_hash text NOT NULL,
  embedding vector NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (owner_id, space, text_hash)
);

CREATE TABLE dialog_sessions (
  id text PRIMARY KEY,
  owner_id text NOT NULL DEFAULT 'local',
  session_id text NOT NULL REFERENCES rag_sessions (id) ON DELETE CASCADE,
  title text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  last_activity_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX dialog_sessions_session ON dialog_sessions (session_id, last_activity_at);

CREATE TABLE chat_messages (
  id text PRIMARY KEY,
  number bigserial UNIQUE,
  owner_id text NOT NULL DEFAULT 'local',
  dialog_id text NOT NULL REFERENCES dialog_sessions (id) ON DELETE CASCADE,
  role "Role" NOT NULL,
  content text NOT NULL,
  status "MessageStatus" NOT NULL,
  citations jsonb NOT NULL DEFAULT '[]',
  attachments jsonb NOT NULL DEFAULT '[]',
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX chat_messages_dialog ON chat_messages (dialog_id, number);

CREATE TABLE router_context (
  dialog_id text PRIMARY KEY REFERENCES dialog_sessions (id) ON DELETE CASCADE,
  route "Route" NOT NULL,
  question text NOT NULL,
  updated_at timestamptz(3) NOT NULL DEFAULT now()
);

CREATE TABLE agent_tasks (
  id text PRIMARY KEY,
  owner_id text NOT NULL DEFAULT 'local',
  dialog_id text NOT NULL REFERENCES dialog_sessions (id) ON DELETE CASCADE,
  number bigserial UNIQUE,
  message_id text NOT NULL UNIQUE REFERENCES chat_messages (id) ON DELETE CASCADE,
  reply_id text UNIQUE REFERENCES chat_messages (id) ON DELETE SET NULL,
  mode "MessageMode" NOT NULL,
  after_job_id text,
  status "RunStatus" NOT NULL DEFAULT 'QUEUED',
  attempt integer NOT NULL DEFAULT 0,
  failures integer NOT NULL DEFAULT 0,
  retry_at timestamptz(3),
  route "Route",
  routing_source "RoutingSource",
  confidence double precision,
  routing_reason text,
  version integer,
  prompt_tokens integer NOT NULL DEFAULT 0,
  completion_tokens integer NOT NULL DEFAULT 0,
  embedding_tokens integer NOT NULL DEFAULT 0,
  llm_calls integer NOT NULL DEFAULT 0,
  duration_ms integer NOT NULL DEFAULT 0,
  failure jsonb,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  started_at timestamptz(3),
  finished_at timestamptz(3)
);
CREATE INDEX agent_tasks_dialog ON agent_tasks (dialog_id, number);
CREATE INDEX agent_tasks_unfinished ON agent_tasks (dialog_id, number)
  WHERE status IN ('QUEUED', 'RUNNING', 'CANCELLING');
CREATE INDEX agent_tasks_waiting ON agent_tasks (after_job_id) WHERE after_job_id IS NOT NULL AND status = 'QUEUED';

CREATE TABLE stream_heads (
  stream text PRIMARY KEY,
  seq bigint NOT NULL DEFAULT 0,
  writer integer NOT NULL DEFAULT 0,
  ended boolean NOT NULL DEFAULT false
);

CREATE TABLE stream_events (
  stream text NOT NULL,
  seq bigint NOT NULL,
  at timestamptz(3) NOT NULL DEFAULT now(),
  type text NOT NULL,
  payload jsonb NOT NULL,
  PRIMARY KEY (stream, seq)
);

CREATE TABLE idempotency_keys (
  owner_id text NOT NULL,
  operation text NOT NULL,
  key text NOT NULL,
  request_hash text NOT NULL,
  result jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (owner_id, operation, key)
);
