CREATE TYPE "ChangesetStatus" AS ENUM ('PROPOSED', 'REVIEWED', 'APPLIED', 'REJECTED', 'STALE', 'SUPERSEDED');
CREATE TYPE "OperationKind" AS ENUM ('CREATE', 'UPDATE', 'DELETE');
CREATE TYPE "Decision" AS ENUM ('PENDING', 'ACCEPTED', 'REJECTED');

-- A task proposes at most one: a turn that is run again finds its own.
CREATE TABLE changesets (
  id text PRIMARY KEY,
  owner_id text NOT NULL DEFAULT 'local',
  dialog_id text NOT NULL REFERENCES dialog_sessions (id) ON DELETE CASCADE,
  task_id text NOT NULL UNIQUE REFERENCES agent_tasks (id) ON DELETE CASCADE,
  status "ChangesetStatus" NOT NULL DEFAULT 'PROPOSED',
  base_version integer NOT NULL,
  summary text NOT NULL,
  checks jsonb NOT NULL DEFAULT '[]',
  conflicts jsonb NOT NULL DEFAULT '[]',
  index_job_id text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  reviewed_at timestamptz(3),
  applied_at timestamptz(3)
);
CREATE INDEX changesets_dialog ON changesets (dialog_id, created_at);

CREATE TABLE changeset_operations (
  changeset_id text NOT NULL REFERENCES changesets (id) ON DELETE CASCADE,
  ordinal integer NOT NULL,
  kind "OperationKind" NOT NULL,
  path text NOT NULL,
  base_hash text,
  result_hash text,
  content text,
  diff text NOT NULL,
  rationale text,
  decision "Decision" NOT NULL DEFAULT 'PENDING',
  decision_reason text,
  PRIMARY KEY (changeset_id, ordinal)
);
CREATE UNIQUE INDEX changeset_operations_path ON changeset_operations (changeset_id, path);

-- What one task may use; null: as much as the server allows.
ALTER TABLE agent_tasks ADD COLUMN max_total_tokens integer;
ALTER TABLE agent_tasks ADD COLUMN max_seconds integer;

-- What was said up to a task, in short: prompts of a long dialog begin with it.
ALTER TABLE dialog_sessions ADD COLUMN summary text;
ALTER TABLE dialog_sessions ADD COLUMN summarised_through bigint;
