/* Which jobs there are: a row for each kind. */
#include "app/nightly.h"
#include "app/runner.h"

static const CxJobKind kind_rows[] = {
    { "nightly", cx_nightly_job, NULL },
};
const CxJobKinds cx_job_kinds = { kind_rows, CX_N_ELEMENTS(kind_rows) };
