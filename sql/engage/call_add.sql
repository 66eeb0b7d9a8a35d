-- Plans a leader's call to a customer.
-- one
-- param account_id int
-- param leader_id int
-- param person_id int?
-- param reasons text
-- param due_day int
-- param day int
-- param by text
-- param us int
-- returns id int
INSERT INTO customer_call (account_id, leader_id, person_id, reasons, due_day, planned_day, planned_by,
                           planned_us)
VALUES (:account_id, :leader_id, :person_id, :reasons, :due_day, :day, :by, :us)
RETURNING id
