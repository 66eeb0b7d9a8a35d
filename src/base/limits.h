/* Every maximum that input is held to, by name. Whoever reads input checks it against one of these
 * first and fails with TOO_LARGE in words a person can use. */
#pragma once

/* Text people type. */
#define CX_NAME_BYTES_MAX     800 /* a person, a department, a survey: 200 characters of any script */
#define CX_KEY_BYTES_MAX      64    /* a stable key: [a-z0-9_-] */
#define CX_TEXT_BYTES_MAX     16384 /* a wording, a note */
#define CX_PASSWORD_BYTES_MIN 12    /* shorter ones are refused when set */
#define CX_PASSWORD_BYTES_MAX 1024

/* Files and documents. */
#define CX_FILE_BYTES_MAX       (INT64_C(32) << 30) /* one import file */
#define CX_CSV_FIELD_BYTES_MAX  (1 << 20)           /* one cell */
#define CX_CSV_RECORD_BYTES_MAX (16 << 20)          /* one record */
#define CX_CSV_COLUMNS_MAX      16384
#define CX_IMPORT_ROWS_MAX      50000000
#define CX_FRAME_ROWS_MAX       400000000
#define CX_FRAME_KEPT_ROWS_MAX                                                                     \
    1000000 /* of a second frame of a survey, to be kept beside the first */
#define CX_IMPORT_REJECTS_MAX   100000 /* kept one by one; beyond that only counted */
#define CX_JSON_BYTES_MAX       (64 << 20)
#define CX_JSON_DEPTH_MAX       64
#define CX_JSON_VALUES_MAX      4000000 /* values of one document */
#define CX_TEMPLATE_DEPTH_MAX   32
#define CX_TEMPLATE_BYTES_MAX   (16 << 20) /* one rendered page */
#define CX_TEMPLATE_STEPS_MAX   (8 << 20)  /* pieces rendered for one page */
#define CX_PDF_BYTES_MAX        (64 << 20) /* one printed document */
#define CX_ROSTER_BYTES_MAX     (8 << 20)
#define CX_FACTS_BYTES_MAX      (INT64_C(2) << 30) /* one file of facts */
#define CX_PAST_BYTES_MAX       (64 << 20)
#define CX_PAST_ROWS_MAX        100000
#define CX_ORIGINAL_CHUNK_BYTES (1 << 20)
#define CX_SKIPPED_BYTES_MAX                                                                       \
    (INT64_C(64) << 20) /* of originals read for the rows they passed over */

/* Tables as people bring them: NDJSON and workbooks. */
#define CX_TABLE_AHEAD_ROWS      10000      /* records that tell the columns of NDJSON */
#define CX_TABLE_AHEAD_BYTES     (16 << 20) /* the same, in bytes */
#define CX_XLSX_PARTS_MAX        10000      /* files in a workbook's archive */
#define CX_XLSX_SHEETS_MAX       4096
#define CX_XLSX_STYLES_MAX       65536               /* cell styles, and number formats */
#define CX_XLSX_SHARED_MAX       16000000            /* texts that cells share */
#define CX_XLSX_SHARED_BYTES_MAX (256 << 20)         /* the same, in bytes */
#define CX_XLSX_BYTES_MAX        (INT64_C(4) << 30)  /* unpacked, of all parts that are read */
#define CX_XLSX_RATIO_MAX        400                 /* unpacked over packed, of one part ... */
#define CX_XLSX_RATIO_FROM       (INT64_C(32) << 20) /* ... that unpacks to more than this */
#define CX_XML_DEPTH_MAX         64
#define CX_XML_TOKEN_BYTES_MAX   (1 << 20) /* one tag or comment */

/* The web. */
#define CX_HTTP_BODY_BYTES_MAX (1 << 20) /* a form or a JSON command */
#define CX_HTTP_FIELDS_MAX     2048      /* a department for each item of the widest survey */
#define CX_HTTP_FILE_BYTES_MAX (INT64_C(2) << 30) /* a file brought in a form, unless configured */
#define CX_PAGE_ROWS_MAX       200

/* Surveys. */
#define CX_ITEMS_MAX           1000 /* items of one survey */
#define CX_VERSIONS_MAX        250  /* versions of one survey: one byte, 0xFF missing */
#define CX_MODES_MAX           250
#define CX_COMPUTE_COLUMNS_MAX 100   /* columns one answer is computed from */
#define CX_LOOKUP_MAX          10000 /* texts in one lookup table */
#define CX_DATE_CODES_MAX      400   /* days that one column has codes for */
#define CX_SLICE_TEXT_MAX      4096
#define CX_SLICE_GROUPS_MAX    4096
#define CX_MARGIN_CELLS_MAX    16000000 /* counters of a frame's margins, 4 bytes each */
#define CX_CLICKHOUSE_ASK_MS   30000    /* for one question */
#define CX_CLICKHOUSE_REST_S   30       /* after a failure nothing is asked for so long */
#define CX_CLICKHOUSE_LOAD_MS  600000   /* for one portion of rows */
#define CX_CLICKHOUSE_ANSWER_BYTES_MAX                                                             \
    (64 << 20) /* a line for each group and code, at most 4096 by 256 of them */

/* The store. */
#define CX_DB_ROWS_MAX              100000 /* rows of one result read whole; more need "-- many" */
#define CX_DB_RESULT_BYTES_MAX      (256 << 20) /* the same, in bytes */
#define CX_DB_COLUMNS_MAX           64          /* columns or parameters of one query */
#define CX_DB_LOCK_WAIT_MS          10000 /* for the writer's lock, or a connection of the pool */
#define CX_DB_SQLITE_HEAP_BYTES_MAX (INT64_C(512) << 20) /* of all SQLite connections */
