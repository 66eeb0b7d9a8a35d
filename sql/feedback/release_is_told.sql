-- Whether anybody who does not hold the answers may have been told of them: somebody else can sign in, or briefs went out.
-- scan: until the first row of each
-- one
-- returns n int
SELECT CASE WHEN EXISTS (SELECT 1 FROM app_user u WHERE u.role NOT IN ('owner', 'team'))
                 OR EXISTS (SELECT 1 FROM brief_handover) OR EXISTS (SELECT 1 FROM brief_bundle)
       THEN 1 ELSE 0 END AS n
