#define _XOPEN_SOURCE 700
#include "CWide.h"

#include <langinfo.h>
#include <locale.h>
#include <string.h>
#include <wchar.h>

int uk_width(uint32_t scalar) {
    return wcwidth((wchar_t)scalar);
}

bool uk_use_utf8(void) {
    if (setlocale(LC_ALL, "") && strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return true;
    return setlocale(LC_ALL, "C.UTF-8") && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}
