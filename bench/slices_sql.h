/* The questions of bench_slices.c as the peers are asked them. Each ends in one number. */
#pragma once

/* ---- Questions, DuckDB's ---- */

#define NPS      "avg(case when nps >= 9 then 100 when nps <= 6 then -100 when nps >= 7 then 0 end)"
#define NET      "sum(case when nps >= 9 then 100 when nps <= 6 then -100 else 0 end * c)"
#define TOP2(r)  "avg(case when " r " >= 4 then 1.0 when " r " >= 0 then 0.0 end)"
#define HITS(r)  "coalesce(sum(c) filter (where " r " >= 4), 0)"
#define MONTHS   "where day >= 20089 and mode in (1, 3)"
#define ANSWERED "coalesce(sum(c) filter (where nps >= 0), 0)"

static const char sql_months[] =
    "select sum(round(s * n) + n)::bigint from (select " NPS " s, count(nps) n from t " MONTHS
    " group by date_trunc('month', date '1970-01-01' + day), dept)";
static const char sql_months_tuned[] =
    "select sum(100 * (p - d) + n)::bigint from (select count(*) filter (nps >= 9) p, count(*) "
    "filter "
    "(nps <= 6) d, count(nps) n from t " MONTHS " group by month, dept)";
static const char sql_regions[] =
    "select sum(round(s * n) + n + round(a * na) + round(b * nb) + round(c * nc))::bigint from "
    "(select " NPS " s, count(nps) n, " TOP2("r0") " a, count(r0) na, " TOP2(
        "r1") " b, count(r1) nb, " TOP2("r2") " c, count(r2) nc from t group by region, segment)";
static const char sql_regions_tuned[] =
    "select sum(s + n + a + b + d)::bigint from (select " NET " s, " ANSWERED
    " n, " HITS("r0") " a, " HITS("r1") " b, " HITS(
        "r2") " d from (select region, segment, nps, r0, r1, r2, "
              "count(*) c from t group by all) group by region, segment)";
static const char sql_delays[] =
    "select sum(round(m * n) + round(d * n))::bigint from (select avg(nps) m, avg(case when nps <= "
    "6 "
    "then 1.0 when nps >= 0 then 0.0 end) d, count(nps) n from t group by late)";
static const char sql_delays_tuned[] =
    "select sum(s + d)::bigint from (select coalesce(sum(nps * c), 0) s, coalesce(sum(c) filter "
    "(nps <= "
    "6), 0) d from (select late, nps, count(*)::int c from t group by all) group by late)";
static const char sql_churn[] = "select sum(round(q * n) + r)::bigint from (select avg(churned) q, "
                                "count(churned) n, sum(revenue) r "
                                "from t group by nps, segment)";
static const char sql_medians[] =
    "select (sum(m) * 2)::bigint from (select median(r6) m from t group by dept)";
static const char sql_medians_tuned[] = "with h as (select dept, r6, count(*) c from t where r6 is "
                                        "not null group by all), w as (select dept, "
                                        "r6, sum(c) over (partition by dept order by r6) hi, "
                                        "sum(c) over (partition by dept) n, c from h) "
                                        "select sum(r6 * ((hi > (n - 1) // 2 and hi - c <= (n - 1) "
                                        "// 2)::int + (hi > n // 2 and hi - c <= "
                                        "n // 2)::int))::bigint from w";

/* ---- Questions, ClickHouse's, of the table that slices are pushed down to ---- */

#define CH_ONE   " SETTINGS max_threads = 1"
#define CH_BANDS "countIf(i0 IN (9, 10)) p, countIf(i0 <= 6) d, countIf(i0 <= 10) n"

static const char ch_months[] =
    "SELECT sum(100 * (p - d) + n) FROM (SELECT " CH_BANDS " FROM frame WHERE day >= 731 AND mode "
    "IN (1, 3) GROUP BY month, i13)" CH_ONE;
static const char ch_regions[] =
    "SELECT sum(100 * (p - d) + n + a + b + c) FROM (SELECT " CH_BANDS
    ", countIf(i1 IN (4, 5)) a, countIf(i2 IN (4, 5)) b, countIf(i3 IN (4, 5)) c FROM frame GROUP "
    "BY i14, i15)" CH_ONE;
static const char ch_delays[] = "SELECT sum(s + d) FROM (SELECT sumIf(i0, i0 <= 10) s, countIf(i0 "
                                "<= 6) d FROM frame GROUP BY i17)" CH_ONE;
