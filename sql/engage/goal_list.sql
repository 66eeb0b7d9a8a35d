-- Lists goals with who holds them, a row for each; open ones first, then the newest.
-- scan: some dozens, all wanted
-- returns id int
-- returns what text
-- returns priority_id int?
-- returns set_day int
-- returns outcome text?
-- returns words text?
-- returns ended_day int?
-- returns leader_id int
-- returns name text
SELECT goal.id, goal.what, goal.priority_id, goal.set_day, goal.outcome, goal.words, goal.ended_day,
       goal_holder.leader_id, leader.name
FROM goal
JOIN goal_holder ON goal_holder.goal_id = goal.id AND goal_holder.to_day IS NULL
JOIN leader ON leader.id = goal_holder.leader_id
ORDER BY coalesce(goal.ended_day, 0), goal.id DESC, goal_holder.id
