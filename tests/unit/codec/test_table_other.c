/* What LimeSurvey writes beside the answers is no table, and says what to export instead. */
#include "table_show.h"

#include <string.h>

/* clang-format off */
static const struct {
    const char *why, *text, *want;
} files[] = {
    { "its questionnaire as a table", "\xef\xbb\xbfid\trelated_id\tclass\ttype/scale\tname\trelevance\ttext\n1\t\tS\t\tsid\t1\t2\n",
      "error: the file is a LimeSurvey questionnaire (.txt), which holds no answers; export the responses as CSV or Excel workbook\n" },
    { "its questionnaire for paper", "<?xml version=\"1.0\"?>\n<questionnaire id=\"1\">\n <questionnaireInfo>",
      "error: the file is a questionnaire in queXML, which holds no answers; export the responses as CSV or Excel workbook\n" },
    { "its script for R", "data <- read.csv(\"s.csv\", quote = \"'\\\"\")\n\n# LimeSurvey Field type: F\n",
      "error: the file is a script for R, which reads answers and holds none; export the responses as CSV or Excel workbook\n" },
    { "its script for SPSS", "*$Rev: 121017 $.\nSET UNICODE=ON.\n\nGET DATA\n /TYPE=TXT\n /FILE='s.dat'\n",
      "error: the file is a script for SPSS (.sps), which reads answers and holds none; export the responses as CSV or Excel workbook\n" },
    { "its JSON", "{\"responses\": [{\"id\":1,\"submitdate\":\"\"},{\"id\":2}]}",
      "error: the file is the answers as one JSON document, which is not read; export the responses as CSV or Excel workbook\n" },
    { "a table that speaks of SPSS", "note,x\nGET DATA,1\n", "1:[note][x]\n2:[GET DATA][1]\n" },
};
/* clang-format on */

static void
test_limesurvey(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_test_message("%s", files[i].why);
        g_autofree char *got = table_show(files[i].text, strlen(files[i].text), NULL);
        g_assert_cmpstr(got, ==, files[i].want);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/codec/table-other/limesurvey", test_limesurvey);
    return g_test_run();
}
