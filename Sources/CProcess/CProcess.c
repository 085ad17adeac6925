#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// MARK: - A child

static void default_signals(void) {
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

// Puts the child's three files in place by way of numbers that none of them has.
static bool place_files(const uk_child *child, int input, int told) {
    if (input < 0) input = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (input < 0) return false;
    int inputCopy = fcntl(input, F_DUPFD_CLOEXEC, 10), output = fcntl(child->output, F_DUPFD_CLOEXEC, 10);
    int errors = fcntl(child->errors, F_DUPFD_CLOEXEC, 10);
    if (inputCopy < 0 || output < 0 || errors < 0) return false;
    if (dup2(inputCopy, 0) < 0 || dup2(output, 1) < 0 || dup2(errors, 2) < 0) return false;
    // Everything else of the parent's is closed, whoever forgot to mark it; `told` closes itself at exec.
    if (told > 3) syscall(SYS_close_range, 3U, (unsigned)told - 1, 0U);
    syscall(SYS_close_range, (unsigned)told + 1, ~0U, 0U);
    return true;
}

// Between fork and exec: only what is allowed in a copy of a process with threads.
static _Noreturn void become(const uk_child *child, const uk_setting *setting, pid_t parent, int told) {
    setpgid(0, 0);
    default_signals();
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    // The parent may have ended before the line above.
    if (getppid() == parent && place_files(child, setting->input, told)) {
        execve(child->program, child->arguments, setting->environment);
    }
    int failure = errno;
    while (write(told, &failure, sizeof failure) < 0 && errno == EINTR) continue;
    _exit(127);
}

int uk_process_start(const uk_child *child, pid_t *pid) {
    const uk_setting setting = {.input = -1, .environment = environ};
    return uk_process_start_with(child, &setting, pid);
}

int uk_process_start_with(const uk_child *child, const uk_setting *setting, pid_t *pid) {
    int tell[2];
    if (pipe2(tell, O_CLOEXEC) != 0) return errno;
    // Above the three standard files, whichever of them this process has closed.
    int told = fcntl(tell[1], F_DUPFD_CLOEXEC, 3);
    close(tell[1]);
    if (told < 0) {
        close(tell[0]);
        return EMFILE;
    }
    pid_t parent = getpid(), started = fork();
    if (started == 0) become(child, setting, parent, told);
    int failure = started < 0 ? errno : 0;
    close(told);
    if (started > 0) {
        setpgid(started, started);
        ssize_t count;
        do count = read(tell[0], &failure, sizeof failure);
        while (count < 0 && errno == EINTR);
        if (count <= 0) failure = 0;
        if (failure != 0) uk_process_reap(started, 2000);
    }
    close(tell[0]);
    *pid = started;
    return failure;
}

bool uk_process_has_ended(pid_t pid) {
    siginfo_t about;
    memset(&about, 0, sizeof about);
    return waitid(P_PID, (id_t)pid, &about, WEXITED | WNOHANG | WNOWAIT) != 0 || about.si_pid == pid;
}

void uk_process_signal_group(pid_t pid, int signal) {
    if (pid > 1) kill(-pid, signal);
}

int uk_process_reap(pid_t pid, int milliseconds) {
    const int step = 5;
    for (int waited = 0;; waited += step) {
        int status = 0;
        pid_t result = waitpid(pid, &status, WNOHANG);
        if (result == pid) return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
        if (result < 0 && errno != EINTR) return 127;
        if (waited >= milliseconds) return -1;
        nanosleep(&(struct timespec){.tv_nsec = step * 1000000L}, NULL);
    }
}

int uk_process_pipe(int ends[2]) {
    if (pipe2(ends, O_CLOEXEC) != 0) return errno;
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    return 0;
}

int uk_process_memory_file(const void *bytes, size_t length, int *file) {
    int made = memfd_create("uketsuke", MFD_CLOEXEC);
    if (made < 0) return errno;
    for (size_t written = 0; written < length;) {
        ssize_t count = write(made, (const char *)bytes + written, length - written);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) {
            int failure = count < 0 ? errno : EIO;
            close(made);
            return failure;
        }
        written += (size_t)count;
    }
    lseek(made, 0, SEEK_SET);
    *file = made;
    return 0;
}

// MARK: - This process

void uk_process_fill_standard_descriptors(void) {
    // Each open takes the lowest number that is free.
    int opened;
    do opened = open("/dev/null", O_RDWR);
    while (opened >= 0 && opened <= STDERR_FILENO);
    if (opened > STDERR_FILENO) close(opened);
}

int uk_process_confine(void) {
    struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0) return errno;
    // The limit does not hold for a program that the kernel hands core dumps to.
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return errno;
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 ? 0 : errno;
}

int uk_process_stop_descriptor(void) {
    sigset_t stops;
    sigemptyset(&stops);
    sigaddset(&stops, SIGTERM);
    sigaddset(&stops, SIGINT);
    sigaddset(&stops, SIGHUP);
    if (sigprocmask(SIG_BLOCK, &stops, NULL) != 0) return -1;
    return signalfd(-1, &stops, SFD_CLOEXEC | SFD_NONBLOCK);
}

int64_t uk_process_thread_microseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}
