-- Comments are asked for by item.
CREATE INDEX response_text_item ON response_text (item_id, response_id);
