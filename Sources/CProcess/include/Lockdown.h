// What a program that holds visitors' data gives up before it opens the first file, and its word to systemd.
#ifndef UKETSUKE_LOCKDOWN_H
#define UKETSUKE_LOCKDOWN_H

#include <stdbool.h>
#include <stddef.h>

/// No core dump of this process, by limit and by the kernel's own handler, and no look into its memory by others of the
/// same user. What it starts is not affected by the second. 0 or an errno.
int uk_process_forbid_dumps(void);

/// Removes from the environment every variable but these, and those whose name begins with a prefix that ends with `*`.
/// To be called before the first thread is started. A program with a preloaded library keeps everything: it is trusted
/// with everything anyway.
///
/// `names` ends with NULL.
void uk_process_keep_environment(const char *const *names);

/// Replaces this process by a program, with no file open but the three and no signal blocked. Returns only when that
/// fails: an errno. `arguments` ends with NULL.
int uk_process_start_anew(const char *program, char *const *arguments);

/// Sends systemd a datagram; `address` is what NOTIFY_SOCKET said, with `@` for the abstract ones. Never waits: false
/// when it could not be sent now.
bool uk_process_notify(const char *address, const char *text);

#endif
