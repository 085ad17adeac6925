// Word from the kernel that this machine's network has changed: a cable is in, an address or a route has come.
#ifndef UKETSUKE_NETWORK_WATCH_H
#define UKETSUKE_NETWORK_WATCH_H

#include <stdbool.h>

/// A descriptor that becomes readable when links, addresses or routes of this machine change; -1 and errno where the
/// kernel or a sandbox has none. Closed by the caller.
int uk_network_watch(void);

/// Takes everything that waits on the descriptor, without blocking: whether some of it may mean that the network is
/// back (a running link, a new address, a new route), or was lost because too much came at once. `*ended` tells that
/// nothing will come any more.
bool uk_network_has_come(int watch, bool *ended);

#endif
