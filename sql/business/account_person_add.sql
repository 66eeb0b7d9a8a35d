-- Adds a person at an account, unless just this is known of one of that address, else of that name.
-- param account_id int
-- param name text
-- param email text?
-- param phone text?
-- param office text?
-- param file_id int?
-- param recorded_us int
INSERT INTO account_person (account_id, name, email, phone, office, file_id, recorded_us)
SELECT :account_id, :name, :email, :phone, :office, :file_id, :recorded_us
WHERE NOT EXISTS (
    SELECT 1 FROM account_person p
    WHERE p.account_id = :account_id AND p.name = :name
          AND COALESCE(p.email, '') = COALESCE(:email, '')
          AND COALESCE(p.phone, '') = COALESCE(:phone, '')
          AND COALESCE(p.office, '') = COALESCE(:office, ''))
