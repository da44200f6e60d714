-- The owners whose lanes wait take turns: the turn after the one in which each was last served, as long as others wait.
CREATE TABLE lane_turns (
  task     text NOT NULL,
  owner_id text NOT NULL,
  turn     integer NOT NULL,
  PRIMARY KEY (task, owner_id)
);
