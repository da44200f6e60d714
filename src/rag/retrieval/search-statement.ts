import { SKETCH_BITS } from '../embedding/vector-sketch.js';

/** BM25's saturation and length normalisation. By measurement, see README.md. */
const K1 = 1.6;
const B = 0.9;

/**
 * How many sketches are taken for each vector that is wanted, and at the least: their order is rough, the vectors decide.
 * By measurement, see README.md.
 */
const SKETCHES_PER_VECTOR = 8;
const LEAST_SKETCHES = 960;

/**
 * A search as one statement, hence one snapshot: the session with its version, BM25F over the postings, the nearest
 * vectors, and both lists joined with what a hit shows. No row when the owner has no such session, one row without a
 * chunk when nothing matches.
 *
 * - The vectors are those of all visible chunks, or in a session that has sketches those whose sketches differ least from
 *   the query's. The condition that tells which does not depend on the row, so only one of the two is read.
 * - The lateral subquery reads one index range a term, whatever the planner's statistics say; a plain join with the
 *   term list can turn into a scan of all postings.
 * - A posting or a sketch has no `to_version`: the few closed chunks are left out by id. Rows that a running job writes
 *   are of the next version, and so are the ends it sets ahead of time: neither changes what is read here.
 * - Scores are summed as whole millionths, since a sum of floats depends on the order of its rows.
 * - `to_version is not null` tells the planner that closed chunks are few; it guesses a third of all otherwise.
 * - All arithmetic is in float8: a logarithm of numeric takes 15 µs, and there is one for every posting.
 * - `nearest` compares nothing when the session's vectors are of another space; then the words alone decide.
 */
export const SEARCH_STATEMENT = `
with session as materialized (
  select key, version, chunk_count as chunks, greatest(term_count / greatest(chunk_count, 1), 1) as average_length,
    embedding_provider = $5::text and embedding_model = $6::text and embedding_dimensions = $7::int as same_space,
    has_sketches
  from rag_sessions where id = $1::text and owner_id = $2::text and deleted_at is null
),
closed as materialized (
  select id from rag_chunks
  where session_key = (select key from session)
    and to_version is not null and to_version <= (select version from session)
),
scope as materialized (
  select c.id from rag_files f join rag_chunks c on c.file_id = f.id
  where f.session_key = (select key from session) and starts_with(f.path, $8::text)
),
matches as materialized (
  select q.ordinal, q.weight, p.chunk_id, p.tf, p.length, p.frequency
  from unnest($3::text[], $4::float8[]) with ordinality as q (term, weight, ordinal)
  cross join lateral (
    select chunk_id, tf, length, count(*) over () as frequency from rag_postings
    where session_key = (select key from session) and term = q.term
      and from_version <= (select version from session) and chunk_id not in (select id from closed)
  ) p
),
scored as (
  select m.chunk_id, sum(round(1e6::float8 * m.weight * ln((s.chunks + 1) / (m.frequency + 0.5::float8))
    * m.tf * ${K1 + 1} / (m.tf + ${K1} * (${1 - B} + ${B} * m.length / s.average_length)))::int)::float8 / 1e6 as score
  from matches m cross join session s
  where ($9::boolean or not s.same_space) and ($8::text is null or m.chunk_id in (select id from scope))
  group by m.chunk_id
),
lexical as (
  select chunk_id, score from scored order by score desc, chunk_id limit $11::int
),
shortlist as materialized (
  select chunk_id from rag_vector_sketches
  where $12::text is not null and (select same_space and has_sketches from session)
    and session_key = (select key from session) and from_version <= (select version from session)
    and chunk_id not in (select id from closed) and ($8::text is null or chunk_id in (select id from scope))
  order by sketch <~> $12::text::bit(${SKETCH_BITS}), chunk_id
  limit greatest($11::int * ${SKETCHES_PER_VECTOR}, ${LEAST_SKETCHES})
),
nearest as (
  select id, embedding <#> $10::text::vector as distance from rag_chunks
  where $10::text is not null and (select same_space and not has_sketches from session)
    and session_key = (select key from session) and from_version <= (select version from session)
    and (to_version is null or to_version > (select version from session)) and embedding is not null
    and ($8::text is null or id in (select id from scope))
  union all
  select k.id, k.embedding <#> $10::text::vector from shortlist s join rag_chunks k on k.id = s.chunk_id
  order by distance, id limit $11::int
),
vector as (
  select id as chunk_id, -distance as similarity from nearest
),
candidates as (
  select k.id::text as chunk_id, f.path, k.start_line, k.end_line, f.content_hash, k.symbol, f.language, k.text,
    k.text_hash, l.score as lexical_score, v.similarity
  from lexical l full join vector v using (chunk_id)
  join rag_chunks k on k.id = chunk_id join rag_files f on f.id = k.file_id
)
select s.version, s.chunks,
  (select json_object_agg(ordinal - 1, frequency)
   from (select ordinal, max(frequency) as frequency from matches group by ordinal) per_term) as frequencies,
  c.*
from session s left join candidates c on true`;
