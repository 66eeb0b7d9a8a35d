/* coalition openapi: describes the API. */
#include "pages/openapi.h"

#include "cli/cli.h"

static bool
run(CX_UNUSED CxCli *cli, CX_UNUSED const CxCliArgs *args, CX_UNUSED GError **error)
{
    g_autofree char *document = cx_openapi_format(CX_JSON_INDENTED);
    cx_cli_print("%s\n", document);
    return true;
}

const CxCliCommand cx_cli_openapi = {
    .name = "openapi",
    .usage = "",
    .about = "Print the description of the API, OpenAPI 3.1",
    .run = run,
};
