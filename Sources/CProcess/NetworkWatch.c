#define _GNU_SOURCE
#include "NetworkWatch.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

int uk_network_watch(void) {
    int watch = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
    if (watch < 0) return -1;
    struct sockaddr_nl groups = {
        .nl_family = AF_NETLINK,
        .nl_groups =
            RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_ROUTE,
    };
    if (bind(watch, (struct sockaddr *)&groups, sizeof groups) == 0) return watch;
    int failure = errno;
    close(watch);
    errno = failure;
    return -1;
}

// What went away helps nobody; a link counts only once it runs.
static bool is_good_news(const struct nlmsghdr *message) {
    switch (message->nlmsg_type) {
    case RTM_NEWADDR:
    case RTM_NEWROUTE: return true;
    case RTM_NEWLINK: {
        if (message->nlmsg_len < NLMSG_LENGTH(sizeof(struct ifinfomsg))) return false;
        const struct ifinfomsg *link = NLMSG_DATA(message);
        return (link->ifi_flags & IFF_UP) && (link->ifi_flags & IFF_RUNNING);
    }
    default: return false;
    }
}

bool uk_network_has_come(int watch, bool *ended) {
    bool has_come = false;
    *ended = false;
    for (;;) {
        _Alignas(struct nlmsghdr) char bytes[16384];
        ssize_t count = recv(watch, bytes, sizeof bytes, MSG_DONTWAIT);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && errno == ENOBUFS) {
            has_come = true;
            continue;
        }
        if (count <= 0) {
            *ended = count == 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
            return has_come;
        }
        // Signed: the length of the last message, rounded up, may be more than is left.
        int64_t left = count;
        for (const struct nlmsghdr *message = (const void *)bytes; NLMSG_OK(message, left);
             message = NLMSG_NEXT(message, left)) {
            has_come = has_come || is_good_news(message);
        }
    }
}
