/* What the files of the workbook reader share; xlsx.h tells what it does. */
#pragma once

#include "codec/xlsx.h"
#include "codec/xlsx_part_priv.h"

/* ---- Texts that cells share ---- */

/* All texts behind each other; text i goes from ends[i - 1] to ends[i]. */
typedef struct {
    GString *text;
    GArray *ends; /* of uint32_t */
} CxXlsxShared;

CX_MUST_USE bool cx_xlsx_shared_read(CxXlsxShared *shared, CxXlsxArchive *archive, const char *path,
                                     GError **error);
void cx_xlsx_shared_clear(CxXlsxShared *shared);
/* False when there is no text i. The text is borrowed from shared. */
CX_MUST_USE bool cx_xlsx_shared_at(const CxXlsxShared *shared, int64_t i, const char **ret_text,
                                   uint32_t *ret_len_bytes);
/* Puts the characters that XML cannot hold in their place, in out from i_from on: workbooks write
 * them "_x000D_". */
void cx_xlsx_unescape(GString *out, size_t i_from);

/* ---- What number formats mean ---- */

/* Flags of a format. */
enum {
    CX_XLSX_DATE = 1,    /* it shows a day */
    CX_XLSX_TIME = 2,    /* it shows a time of day */
    CX_XLSX_ELAPSED = 4, /* hours, minutes or seconds that do not start again each day */
    CX_XLSX_MILLI = 8,   /* parts of a second */
};

typedef struct {
    GHashTable *custom; /* int64_t * -> uint8_t *: a format's flags, of the workbook's own */
    GByteArray *styles; /* flags of each cell style */
    bool is_in_cells;   /* inside cellXfs while reading */
} CxXlsxStyles;

CX_MUST_USE bool cx_xlsx_styles_read(CxXlsxStyles *styles, CxXlsxArchive *archive, const char *path,
                                     GError **error);
void cx_xlsx_styles_clear(CxXlsxStyles *styles);
/* Flags of a style; 0 when there is no such style. */
uint8_t cx_xlsx_styles_at(const CxXlsxStyles *styles, int64_t i);
/* Flags of a format as people write it, "yyyy-mm-dd;@". */
CX_PURE uint8_t cx_xlsx_format_flags(const char *format);
/* Appends a date or time; false, and nothing is appended, when the number is none. */
CX_MUST_USE bool cx_xlsx_append_when(GString *out, double serial, uint8_t flags, bool is_1904);

/* ---- The sheet ---- */

/* A cell of the row at hand. */
typedef struct {
    uint32_t i_column;
    uint32_t len_bytes;
    const char *shared; /* NULL: the text stands in row_text, from `at` on */
    size_t at;
} CxXlsxCell;

typedef enum {
    CX_XLSX_CELL_NUMBER,
    CX_XLSX_CELL_SHARED,
    CX_XLSX_CELL_TEXT,
    CX_XLSX_CELL_FLAG
} CxXlsxCellType;

struct CxXlsx {
    CxXlsxArchive *archive;
    CxXlsxShared shared;
    CxXlsxStyles styles;
    bool is_1904;
    CxXlsxPart *part; /* the sheet */
    bool is_over;     /* END or ERROR was said */

    /* The row at hand. */
    GArray *cells;     /* of CxXlsxCell, in order of the file */
    GString *row_text; /* texts that are not shared */
    size_t row_bytes;  /* of all its texts */
    int64_t row;       /* 1-based; 0 before the first */
    GString *problem;  /* "" while the row is fine */
    bool is_in_row;
    bool is_ready; /* the row is whole and not blank */

    /* The cell at hand. */
    bool is_in_cell;
    CxXlsxCellType type;
    int64_t i_style;
    uint32_t i_column;
    int64_t i_next;    /* column of a cell without reference */
    GString *cell;     /* its characters */
    bool is_collected; /* characters belong to the cell: inside v or t */
    int n_guides;      /* inside so many phonetic guides */

    /* The row as it is given. */
    CxCsvField *fields;
    size_t cap_fields;
    size_t n_given; /* fields that may be set */
    size_t width;
};

/* Handlers of a sheet; data is the CxXlsx. */
extern const CxXlsxHandlers cx_xlsx_sheet_handlers;
/* The row at hand as fields; false when what is wrong with it shows only now. */
bool cx_xlsx_row_lay_out(CxXlsx *xlsx, CxXlsxRow *row);
