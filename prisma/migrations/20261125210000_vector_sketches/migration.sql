-- What a search of a large session compares before any vector. In a table of its own, so that the pass over a session
-- reads 0.2 KB a chunk in place of the text and the vector.
CREATE TABLE rag_vector_sketches (
  session_key bigint NOT NULL,
  chunk_id bigint NOT NULL,
  sketch bit(1024) NOT NULL,
  from_version integer NOT NULL,
  PRIMARY KEY (session_key, chunk_id)
);

-- Sessions that are large already are searched exactly until their next job has written the sketches.
ALTER TABLE rag_sessions ADD COLUMN has_sketches boolean NOT NULL DEFAULT false;
