// The watched folders: what is to fail there, and what was done.
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "Watch.h"

struct faulty_watch {
    struct faulty_watch *next;
    char *folder;
    bool is_recording;
    enum faulty_fault fault;
    long number, met, failures;
    bool lasts;
    struct faulty_record *records;
    long count, room;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct faulty_watch *watches;

static void *checked(void *memory) {
    if (memory == NULL) abort();
    return memory;
}

struct faulty_watch *faulty_begin(const char *folder, bool is_recording) {
    struct faulty_watch *watch = checked(calloc(1, sizeof *watch));
    watch->folder = checked(strdup(folder));
    watch->is_recording = is_recording;
    pthread_mutex_lock(&lock);
    watch->next = watches;
    watches = watch;
    pthread_mutex_unlock(&lock);
    return watch;
}

void faulty_end(struct faulty_watch *watch) {
    pthread_mutex_lock(&lock);
    struct faulty_watch **place = &watches;
    while (*place != watch) place = &(*place)->next;
    *place = watch->next;
    pthread_mutex_unlock(&lock);
    for (long index = 0; index < watch->count; index++) {
        free((void *)watch->records[index].name);
        free((void *)watch->records[index].bytes);
    }
    free(watch->records);
    free(watch->folder);
    free(watch);
}

// The watch over a path and the name below its folder; under the lock.
static struct faulty_watch *find(const char *path, const char **name) {
    for (struct faulty_watch *watch = watches; path != NULL && watch != NULL; watch = watch->next) {
        size_t length = strlen(watch->folder);
        if (strncmp(path, watch->folder, length) != 0 || path[length] != '/') continue;
        *name = path + length + 1;
        return watch;
    }
    return NULL;
}

// MARK: - Faults

void faulty_fail(struct faulty_watch *watch, enum faulty_fault fault, long number, bool lasts) {
    pthread_mutex_lock(&lock);
    watch->fault = fault;
    watch->number = number;
    watch->lasts = lasts;
    watch->met = watch->failures = 0;
    pthread_mutex_unlock(&lock);
}

long faulty_failures(struct faulty_watch *watch) {
    pthread_mutex_lock(&lock);
    long failures = watch->failures;
    pthread_mutex_unlock(&lock);
    return failures;
}

// How the operation fails by this fault, or SQLITE_OK where the fault is not about it.
static int failure_by(enum faulty_fault fault, enum faulty_operation operation, bool grows) {
    switch (fault) {
    case FAULTY_WRITES:
        if (operation == FAULTY_TRUNCATE) return SQLITE_IOERR_TRUNCATE;
        return operation == FAULTY_WRITE ? SQLITE_IOERR_WRITE : SQLITE_OK;
    case FAULTY_SYNCS: return operation == FAULTY_SYNC ? SQLITE_IOERR_FSYNC : SQLITE_OK;
    case FAULTY_GROWTH: return operation == FAULTY_WRITE && grows ? SQLITE_FULL : SQLITE_OK;
    default: return SQLITE_OK;
    }
}

int faulty_meet(const char *path, enum faulty_operation operation, bool grows) {
    const char *name;
    int outcome = SQLITE_OK;
    pthread_mutex_lock(&lock);
    struct faulty_watch *watch = find(path, &name);
    int failure = watch == NULL ? SQLITE_OK : failure_by(watch->fault, operation, grows);
    if (failure != SQLITE_OK) {
        watch->met++;
        if (watch->met == watch->number || (watch->lasts && watch->met > watch->number)) {
            watch->failures++;
            outcome = failure;
        }
    }
    pthread_mutex_unlock(&lock);
    return outcome;
}

// MARK: - Records

bool faulty_note(
    const char *path, enum faulty_operation operation, bool has_failed, int64_t offset, int64_t size,
    const void *bytes
) {
    const char *name;
    pthread_mutex_lock(&lock);
    struct faulty_watch *watch = find(path, &name);
    if (watch != NULL && watch->is_recording) {
        if (watch->count == watch->room) {
            watch->room = watch->room * 2 + 64;
            watch->records = checked(realloc(watch->records, (size_t)watch->room * sizeof *watch->records));
        }
        uint8_t *copy = NULL;
        if (bytes != NULL && size > 0) copy = memcpy(checked(malloc((size_t)size)), bytes, (size_t)size);
        watch->records[watch->count++] = (struct faulty_record){
            operation, has_failed, checked(strdup(name)), offset, size, copy,
        };
    }
    pthread_mutex_unlock(&lock);
    return watch != NULL;
}

long faulty_count(struct faulty_watch *watch) {
    pthread_mutex_lock(&lock);
    long count = watch->count;
    pthread_mutex_unlock(&lock);
    return count;
}

struct faulty_record faulty_record_at(struct faulty_watch *watch, long index) {
    pthread_mutex_lock(&lock);
    struct faulty_record record = watch->records[index];
    pthread_mutex_unlock(&lock);
    return record;
}
