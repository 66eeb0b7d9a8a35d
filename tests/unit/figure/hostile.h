/* Names that strangers give to departments and leaders, for figures to lay out. */
#pragma once

/* Two hundred letters of Arabic, of Latin, of Chinese; markup; nothing; broken UTF-8. Static. */
const char *cx_test_hostile_name(unsigned i);
