-- By which old jobs are found, and jobs whose lists of files are to go.
CREATE INDEX rag_index_jobs_finished_at_idx ON rag_index_jobs (finished_at);
