-- Lists what leaders answered, in the order it was kept.
-- scan: some thousands, all wanted
-- returns talk_id int
-- returns position int
-- returns answer text
-- returns words text?
SELECT talk_id, position, answer, words FROM round_answer ORDER BY talk_id, position
