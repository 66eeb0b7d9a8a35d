-- Adds what a response says in words.
-- param response_id int
-- param item_id int
-- param text text
INSERT INTO response_text (response_id, item_id, text) VALUES (:response_id, :item_id, :text)
