-- What has ended is kept for a while and then removed; these say since when, and find it without reading the rest.
ALTER TABLE stream_heads ADD COLUMN ended_at timestamptz(3);
UPDATE stream_heads SET ended_at = now() WHERE ended;
CREATE INDEX stream_heads_ended ON stream_heads (ended_at) WHERE ended_at IS NOT NULL;

CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);

-- Set when the last file that had this content has gone, and taken back when one has it again.
ALTER TABLE file_contents ADD COLUMN unused_since timestamptz(3);
CREATE INDEX file_contents_unused ON file_contents (unused_since) WHERE unused_since IS NOT NULL;

-- To the day: an older value is renewed by the next use.
ALTER TABLE embedding_cache ADD COLUMN used_at timestamptz(3) NOT NULL DEFAULT now();
CREATE INDEX embedding_cache_used ON embedding_cache (used_at);

CREATE INDEX rag_index_jobs_finished ON rag_index_jobs (finished_at) WHERE finished_at IS NOT NULL;
-- Whether any file still has a content.
CREATE INDEX rag_files_content ON rag_files (session_key, content_hash);
-- Whether any reply still cites one.
CREATE INDEX chat_messages_cited ON chat_messages USING gin (citations jsonb_path_ops);
