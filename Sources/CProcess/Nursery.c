#define _GNU_SOURCE
#include "Nursery.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "Sandbox.h"

// The four pipes; [0] is read, [1] written.
struct pipes {
    int requests[2], answers[2], orders[2], news[2];
};

// MARK: - In the reader

enum { REQUESTS = 3, ANSWERS = 4 };

// Leaves nothing open but the two pipes, under numbers that are known, and /dev/null as the standard files: what the
// reader would print could hold what a visitor showed.
static bool keep_two_files(int requests, int answers) {
    int requestsCopy = fcntl(requests, F_DUPFD_CLOEXEC, 10), answersCopy = fcntl(answers, F_DUPFD_CLOEXEC, 10);
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (requestsCopy < 0 || answersCopy < 0 || nothing < 0) return false;
    for (int file = 0; file < REQUESTS; file++) {
        if (dup2(nothing, file) < 0) return false;
    }
    if (dup2(requestsCopy, REQUESTS) < 0 || dup2(answersCopy, ANSWERS) < 0) return false;
    return syscall(SYS_close_range, (unsigned)ANSWERS + 1, ~0U, 0U) == 0;
}

static _Noreturn void be_reader(const uk_readers *readers, const struct pipes *pipes, pid_t nursery) {
    prctl(PR_SET_NAME, "uketsuke-reader", 0, 0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    // The nursery may have ended before the line above.
    if (getppid() != nursery) _exit(0);
    if (!keep_two_files(pipes->requests[0], pipes->answers[1])) _exit(UK_NURSERY_UNCONFINED);
    if (uk_sandbox_limit(readers->bytes, readers->seconds) != 0) _exit(UK_NURSERY_UNCONFINED);
    if (uk_sandbox_filter(UK_FILTER_READER) != 0) _exit(UK_NURSERY_UNCONFINED);
    readers->read(readers->context, REQUESTS, ANSWERS);
    _exit(0);
}

// MARK: - In the nursery

static void rest(long milliseconds) {
    nanosleep(&(struct timespec){.tv_nsec = milliseconds * 1000000L}, NULL);
}

static pid_t start_reader(const uk_readers *readers, const struct pipes *pipes) {
    pid_t nursery = getpid();
    // What the former reader was asked is lost with it: it may be what has ended it.
    char request[16];
    while (read(pipes->requests[0], request, sizeof request) > 0) continue;
    while (true) {
        pid_t reader = fork();
        if (reader == 0) be_reader(readers, pipes, nursery);
        if (reader > 0) return reader;
        // Too many processes or too little memory: both pass.
        rest(50);
    }
}

// Waits for the reader's end, or ends it when that is ordered or nobody is left to order anything.
static int follow(pid_t reader, int orders, int children) {
    while (true) {
        struct pollfd entries[] = {{orders, POLLIN, 0}, {children, POLLIN, 0}};
        poll(entries, 2, -1);
        char order[16];
        ssize_t count = entries[0].revents != 0 ? read(orders, order, sizeof order) : -1;
        if (count >= 0) kill(reader, SIGKILL);
        struct signalfd_siginfo about;
        while (read(children, &about, sizeof about) > 0) continue;
        int status = 0;
        if (waitpid(reader, &status, count >= 0 ? 0 : WNOHANG) == reader) {
            if (count == 0) _exit(0);
            return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
        }
    }
}

// The signals that end the eye reach the whole group; readers end with the eye and not before.
static int take_signals(void) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    // Whoever started the program may have ignored it, which is inherited; then nobody would hear of a reader's end.
    signal(SIGCHLD, SIG_DFL);
    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

// The eye's lines are its own: whoever reads them sees their end with the eye's.
static bool let_go_of_lines(void) {
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    return nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 && dup2(nothing, STDOUT_FILENO) >= 0;
}

static _Noreturn void be_nursery(const uk_readers *readers, const struct pipes *pipes, pid_t eye) {
    prctl(PR_SET_NAME, "uketsuke-renew", 0, 0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (getppid() != eye) _exit(0);
    close(pipes->requests[1]);
    close(pipes->answers[0]);
    close(pipes->orders[1]);
    close(pipes->news[0]);
    int children = take_signals();
    if (children < 0 || !let_go_of_lines()) _exit(UK_NURSERY_UNCONFINED);
    readers->prepare(readers->context);
    if (uk_sandbox_filter(UK_FILTER_NURSERY) != 0) _exit(UK_NURSERY_UNCONFINED);
    int status = UK_NURSERY_FIRST;
    while (status != UK_NURSERY_UNCONFINED) {
        pid_t reader = start_reader(readers, pipes);
        if (write(pipes->news[1], &status, sizeof status) != sizeof status) _exit(1);
        status = follow(reader, pipes->orders[0], children);
    }
    _exit(UK_NURSERY_UNCONFINED);
}

// MARK: - In the eye

static void close_pipe(int ends[2]) {
    for (int end = 0; end < 2; end++) {
        if (ends[end] >= 0) close(ends[end]);
    }
}

static void close_pipes(struct pipes *pipes) {
    close_pipe(pipes->requests);
    close_pipe(pipes->answers);
    close_pipe(pipes->orders);
    close_pipe(pipes->news);
}

static int open_pipes(struct pipes *pipes) {
    *pipes = (struct pipes){{-1, -1}, {-1, -1}, {-1, -1}, {-1, -1}};
    int *all[] = {pipes->requests, pipes->answers, pipes->orders, pipes->news};
    for (int index = 0; index < 4; index++) {
        if (pipe2(all[index], O_CLOEXEC | O_NONBLOCK) == 0) continue;
        int failure = errno;
        close_pipes(pipes);
        return failure;
    }
    return 0;
}

int uk_nursery_start(const uk_readers *readers, uk_nursery *nursery) {
    struct pipes pipes;
    int failure = open_pipes(&pipes);
    if (failure != 0) return failure;
    pid_t eye = getpid(), pid = fork();
    if (pid == 0) be_nursery(readers, &pipes, eye);
    if (pid < 0) {
        failure = errno;
        close_pipes(&pipes);
        return failure;
    }
    close(pipes.requests[0]);
    close(pipes.answers[1]);
    close(pipes.orders[0]);
    close(pipes.news[1]);
    *nursery = (uk_nursery){pid, pipes.requests[1], pipes.answers[0], pipes.orders[1], pipes.news[0]};
    return 0;
}

void uk_nursery_end(uk_nursery *nursery) {
    // The reader goes with the nursery.
    kill(nursery->pid, SIGKILL);
    while (waitpid(nursery->pid, NULL, 0) < 0 && errno == EINTR) continue;
    close(nursery->requests);
    close(nursery->answers);
    close(nursery->orders);
    close(nursery->news);
}

bool uk_nursery_status(const uk_nursery *nursery, int *status, bool *ended) {
    ssize_t count;
    do count = read(nursery->news, status, sizeof *status);
    while (count < 0 && errno == EINTR);
    *ended = count == 0 || (count < 0 && errno != EAGAIN);
    return count == sizeof *status;
}

// MARK: - Shared memory

void *uk_shared_memory(size_t length) {
    void *memory = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

void uk_shared_memory_end(void *memory, size_t length) {
    if (memory != NULL) munmap(memory, length);
}
