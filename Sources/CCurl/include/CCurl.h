// A door to libcurl: curl_easy_setopt and curl_easy_getinfo are variadic and do not import into Swift.
//
// One easy handle runs inside one multi handle, on the calling thread, so that another thread can end the call at once
// by way of a wake descriptor. The rules that hold for every call (TLS, no redirects, no proxy) are set here and cannot
// be turned off from outside.
#ifndef UKETSUKE_CCURL_H
#define UKETSUKE_CCURL_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Initialises libcurl; once, before any handle is made. False when it cannot be had.
bool uk_curl_start(void);

/// A descriptor that ends calls; -1 when the system has no more of them. Closed with uk_wake_close.
int uk_wake_open(void);
/// Ends the running call and every later one; from any thread.
void uk_wake_raise(int wake);
void uk_wake_close(int wake);

/// Forgets the last call's settings and sets what holds for every call: no signals, no redirects, TLS 1.2 or later
/// with peer and host verified, HTTP/1.1, all compressions that libcurl knows, TCP keep-alive, and no proxy: the
/// environment's proxy variables are ignored. `message`, of CURL_ERROR_SIZE bytes, gets the text of an error and must
/// outlive the call.
CURLcode uk_curl_prepare(CURL *easy, char *message);

/// Where to. Only https, and http where `allows_plain_http`; a user name in the URL is an error. With `ca_file` only
/// the authorities in it are trusted; without, the system's.
CURLcode uk_curl_set_address(CURL *easy, const char *url, const char *ca_file, bool allows_plain_http);

/// Judges certificates as if it were that moment, in seconds since 1970, rather than by the machine's clock; for the next
/// uk_curl_run on this thread. Everything else about them is checked as ever. Without OpenSSL it changes nothing.
CURLcode uk_curl_set_certificate_time(CURL *easy, int64_t seconds);

/// Limits in milliseconds.
CURLcode uk_curl_set_limits(CURL *easy, long connect, long total);

/// Makes the call a POST of these bytes, which are copied.
CURLcode uk_curl_set_post(CURL *easy, const void *bytes, size_t length);

/// The request's header lines; the list must outlive the call.
CURLcode uk_curl_set_headers(CURL *easy, struct curl_slist *headers);

/// Who takes the answer's header lines and its decoded body; a return value other than size * count ends the call.
CURLcode uk_curl_set_sinks(CURL *easy, curl_write_callback head, curl_write_callback body, void *context);

/// Runs the call to its end on this thread; CURLE_ABORTED_BY_CALLBACK when `wake` was raised. More than `stall_seconds`
/// without a byte of the answer's body end it with CURLE_OPERATION_TIMEDOUT, at most two seconds later; 0 for no such
/// limit.
CURLcode uk_curl_run(CURLM *multi, CURL *easy, int wake, long stall_seconds);

/// Whether the last call got as far as a TCP connection.
bool uk_curl_was_connected(CURL *easy);

#endif
