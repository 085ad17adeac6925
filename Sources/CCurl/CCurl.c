#define _GNU_SOURCE
#include "CCurl.h"

#include <dlfcn.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

bool uk_curl_start(void) { return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK; }

// MARK: - Waking

int uk_wake_open(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void uk_wake_raise(int wake) {
    uint64_t one = 1;
    // It can only fail when the counter is full: then it is raised already.
    if (write(wake, &one, sizeof one) < 0) return;
}

void uk_wake_close(int wake) { close(wake); }

// MARK: - Settings

// Sets one option unless an earlier one failed.
#define SET(option, value) \
    if (code == CURLE_OK) code = curl_easy_setopt(easy, option, value)

CURLcode uk_curl_prepare(CURL *easy, char *message) {
    curl_easy_reset(easy);
    message[0] = 0;
    CURLcode code = CURLE_OK;
    SET(CURLOPT_ERRORBUFFER, message);
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_NOPROGRESS, 1L);
    // Otherwise the end of a call waits for the resolver's thread, for half a minute where the name server is silent.
    SET(CURLOPT_QUICK_EXIT, 1L);
    SET(CURLOPT_PROXY, "");
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    SET(CURLOPT_ACCEPT_ENCODING, "");
    SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    SET(CURLOPT_SSL_VERIFYPEER, 1L);
    SET(CURLOPT_SSL_VERIFYHOST, 2L);
    SET(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    SET(CURLOPT_TCP_KEEPALIVE, 1L);
    SET(CURLOPT_TCP_KEEPIDLE, 30L);
    SET(CURLOPT_TCP_KEEPINTVL, 10L);
    return code;
}

CURLcode uk_curl_set_address(CURL *easy, const char *url, const char *ca_file, bool allows_plain_http) {
    CURLcode code = CURLE_OK;
    SET(CURLOPT_PROTOCOLS_STR, allows_plain_http ? "https,http" : "https");
    SET(CURLOPT_URL, url);
    if (ca_file != NULL) {
        SET(CURLOPT_CAINFO, ca_file);
        // Debian's default folder would go on trusting the whole world beside the file.
        SET(CURLOPT_CAPATH, (char *)NULL);
    }
    return code;
}

// libcurl brings OpenSSL along; these two are all that is wanted of it, and not worth its headers.
typedef void *get_param(void *context);
typedef void set_time(void *param, time_t time);

// The call connects on the thread that prepared it.
static _Thread_local int64_t certificate_time;

static CURLcode set_certificate_time(CURL *easy, void *context, void *unused) {
    (void)easy, (void)unused;
    // A pointer to data becomes one to a function, as POSIX has it for dlsym().
    union {
        void *found;
        get_param *call;
    } param = {dlsym(RTLD_DEFAULT, "SSL_CTX_get0_param")};
    union {
        void *found;
        set_time *call;
    } time = {dlsym(RTLD_DEFAULT, "X509_VERIFY_PARAM_set_time")};
    if (param.found == NULL || time.found == NULL) return CURLE_OK;
    time.call(param.call(context), (time_t)certificate_time);
    return CURLE_OK;
}

CURLcode uk_curl_set_certificate_time(CURL *easy, int64_t seconds) {
    const char *tls = curl_version_info(CURLVERSION_NOW)->ssl_version;
    if (tls == NULL || strncmp(tls, "OpenSSL/", 8) != 0) return CURLE_OK;
    certificate_time = seconds;
    return curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, set_certificate_time);
}

CURLcode uk_curl_set_limits(CURL *easy, long connect, long total) {
    CURLcode code = CURLE_OK;
    SET(CURLOPT_CONNECTTIMEOUT_MS, connect);
    SET(CURLOPT_TIMEOUT_MS, total);
    return code;
}

CURLcode uk_curl_set_post(CURL *easy, const void *bytes, size_t length) {
    CURLcode code = CURLE_OK;
    SET(CURLOPT_POST, 1L);
    // The size first: without it the copy below would stop at a zero byte.
    SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)length);
    SET(CURLOPT_COPYPOSTFIELDS, length > 0 ? bytes : (const void *)"");
    return code;
}

CURLcode uk_curl_set_headers(CURL *easy, struct curl_slist *headers) {
    return curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
}

CURLcode uk_curl_set_sinks(CURL *easy, curl_write_callback head, curl_write_callback body, void *context) {
    CURLcode code = CURLE_OK;
    SET(CURLOPT_HEADERFUNCTION, head);
    SET(CURLOPT_HEADERDATA, context);
    SET(CURLOPT_WRITEFUNCTION, body);
    SET(CURLOPT_WRITEDATA, context);
    return code;
}

bool uk_curl_was_connected(CURL *easy) {
    curl_off_t connect = 0, pretransfer = 0;
    curl_easy_getinfo(easy, CURLINFO_CONNECT_TIME_T, &connect);
    // On a connection that was used before only this one is set.
    curl_easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &pretransfer);
    return connect > 0 || pretransfer > 0;
}

// MARK: - Running

// How much of the answer has come, and when that was last more than before. CURLOPT_LOW_SPEED_TIME would go by a
// running average, which notices a line that stands still some seconds late.
struct progress {
    curl_off_t bytes;
    time_t at;
};

static bool stands_still(struct progress *progress, CURL *easy, long seconds) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    curl_off_t bytes = 0;
    curl_easy_getinfo(easy, CURLINFO_SIZE_DOWNLOAD_T, &bytes);
    if (bytes != progress->bytes) *progress = (struct progress){bytes, now.tv_sec};
    return seconds > 0 && now.tv_sec - progress->at > seconds;
}

static CURLcode transfer(CURLM *multi, CURL *easy, int wake, long stall_seconds) {
    // No count of bytes, so that the first look sets the time.
    struct progress progress = {-1, 0};
    for (;;) {
        int running = 0, queued = 0;
        if (curl_multi_perform(multi, &running) != CURLM_OK) return CURLE_FAILED_INIT;
        CURLMsg *message = curl_multi_info_read(multi, &queued);
        if (message != NULL && message->msg == CURLMSG_DONE) return message->data.result;
        if (running == 0) return CURLE_FAILED_INIT;
        if (stands_still(&progress, easy, stall_seconds)) return CURLE_OPERATION_TIMEDOUT;
        struct curl_waitfd bell = {wake, CURL_WAIT_POLLIN, 0};
        if (curl_multi_poll(multi, &bell, 1, 1000, NULL) != CURLM_OK) return CURLE_FAILED_INIT;
        if (bell.revents & CURL_WAIT_POLLIN) return CURLE_ABORTED_BY_CALLBACK;
    }
}

CURLcode uk_curl_run(CURLM *multi, CURL *easy, int wake, long stall_seconds) {
    // With CURLOPT_NOSIGNAL a write to a closed connection may raise SIGPIPE, which would end the program. It is held
    // back on this thread alone: ignoring it for the whole process would be inherited by every child.
    sigset_t broken_pipe, before, pending;
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    sigpending(&pending);
    bool was_pending = sigismember(&pending, SIGPIPE) == 1;
    pthread_sigmask(SIG_BLOCK, &broken_pipe, &before);

    CURLcode result = CURLE_FAILED_INIT;
    if (curl_multi_add_handle(multi, easy) == CURLM_OK) {
        result = transfer(multi, easy, wake, stall_seconds);
        curl_multi_remove_handle(multi, easy);
    }

    static const struct timespec at_once = {0, 0};
    if (!was_pending) sigtimedwait(&broken_pipe, NULL, &at_once);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return result;
}
