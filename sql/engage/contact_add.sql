-- Adds a contact.
-- param note_id int
-- param leader_id int
-- param day int
-- param kind text
-- param with_sponsor int
-- param topic text?
INSERT INTO contact (note_id, leader_id, day, kind, with_sponsor, topic)
VALUES (:note_id, :leader_id, :day, :kind, :with_sponsor, :topic)
