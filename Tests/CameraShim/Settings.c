#define _GNU_SOURCE
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "Shim.h"

const char *shim_setting(int number, const char *name, const char *fallback) {
    char variable[64];
    const char *value = NULL;
    if (number > 0) {
        snprintf(variable, sizeof variable, "V4L2SHIM_%s_%d", name, number + 1);
        value = getenv(variable);
    }
    if (value == NULL) {
        snprintf(variable, sizeof variable, "V4L2SHIM_%s", name);
        value = getenv(variable);
    }
    return value != NULL && *value != 0 ? value : fallback;
}

long shim_number(int number, const char *name, long fallback) {
    const char *value = shim_setting(number, name, NULL);
    return value == NULL ? fallback : atol(value);
}

// The text of a small file without its final newline; empty where there is none.
static void read_text(const char *path, char *text, size_t room) {
    text[0] = 0;
    int file = (int)shim_raw(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
    if (file < 0) return;
    long length = shim_raw(SYS_read, file, text, room - 1);
    shim_raw(SYS_close, file);
    text[length > 0 ? length : 0] = 0;
    text[strcspn(text, "\n")] = 0;
}

bool shim_fault(int number, const char *name, long *value) {
    char list[512];
    const char *path = shim_setting(number, "FAULT_FILE", NULL);
    if (path != NULL) {
        read_text(path, list, sizeof list);
    } else {
        snprintf(list, sizeof list, "%s", shim_setting(number, "FAULT", ""));
    }
    char *rest = list;
    for (char *fault; (fault = strsep(&rest, ",")) != NULL;) {
        char *equals = strchr(fault, '=');
        if (equals != NULL) *equals = 0;
        if (strcmp(fault, name) != 0) continue;
        if (value != NULL) *value = equals == NULL ? 5 : atol(equals + 1);
        return true;
    }
    return false;
}

bool shim_fault_since(const struct device *device, const char *name) {
    long from = 0;
    return shim_fault(device->number, name, &from) && device->served >= from;
}

bool shim_is_absent(int number) {
    const char *file = shim_setting(number, "GONE_FILE", NULL);
    struct stat about;
    if (file != NULL && shim_raw(SYS_newfstatat, AT_FDCWD, file, &about, 0) == 0) return true;
    return shim_fault(number, "absent", NULL);
}

bool shim_path(int number, char *path, size_t room) {
    char variable[32] = "V4L2SHIM_DEV", file[32] = "V4L2SHIM_DEV_FILE";
    // Not through shim_setting: the second camera must not be where the first one is.
    if (number > 0) {
        snprintf(variable, sizeof variable, "V4L2SHIM_DEV_%d", number + 1);
        snprintf(file, sizeof file, "V4L2SHIM_DEV_FILE_%d", number + 1);
    }
    if (getenv(file) != NULL) {
        read_text(getenv(file), path, room);
        return path[0] != 0;
    }
    const char *value = getenv(variable);
    if (value == NULL && number == 0) value = "/dev/video0";
    snprintf(path, room, "%s", value == NULL ? "" : value);
    return path[0] != 0;
}

void shim_log(const char *format, ...) {
    if (getenv("V4L2SHIM_LOG") == NULL) return;
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    // In one piece: other processes write to the same file.
    if (length > 0) shim_raw(SYS_write, 2, text, (size_t)length < sizeof text ? (size_t)length : sizeof text - 1);
}
