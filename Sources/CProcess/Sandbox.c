#define _GNU_SOURCE
#include "Sandbox.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <asm/ioctls.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define OUR_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OUR_ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "The filter knows the system calls of x86-64 and aarch64 only."
#endif

// MARK: - The lists

// What a reader of pictures lives on.
static const int always_allowed[] = {
    __NR_read, __NR_write, __NR_ppoll, __NR_brk, __NR_munmap, __NR_mremap, __NR_madvise, __NR_futex,
    __NR_clock_gettime, __NR_clock_getres, __NR_clock_nanosleep, __NR_nanosleep, __NR_gettimeofday, __NR_getrandom,
    __NR_rt_sigaction, __NR_rt_sigprocmask, __NR_rt_sigreturn, __NR_sigaltstack, __NR_restart_syscall,
    __NR_sched_yield, __NR_getpid, __NR_gettid, __NR_exit, __NR_exit_group,
#ifdef __NR_poll
    __NR_poll,
#endif
#ifdef __NR_time
    __NR_time,
#endif
};

// What nothing of ours ever does.
static const int never_allowed[] = {
    __NR_execve, __NR_execveat, __NR_socket, __NR_socketpair, __NR_connect, __NR_bind, __NR_listen, __NR_accept,
    __NR_accept4, __NR_sendto, __NR_sendmsg, __NR_sendmmsg, __NR_ptrace, __NR_process_vm_readv, __NR_process_vm_writev,
    __NR_kcmp, __NR_bpf, __NR_perf_event_open, __NR_userfaultfd, __NR_mount, __NR_umount2, __NR_pivot_root,
    __NR_chroot, __NR_setns, __NR_unshare, __NR_init_module, __NR_finit_module, __NR_delete_module, __NR_kexec_load,
    __NR_keyctl, __NR_add_key, __NR_request_key, __NR_reboot, __NR_swapon, __NR_swapoff, __NR_acct, __NR_personality,
    __NR_quotactl, __NR_setuid, __NR_setgid, __NR_setreuid, __NR_setregid, __NR_setresuid, __NR_setresgid,
    __NR_settimeofday, __NR_clock_settime, __NR_io_setup,
#ifdef __NR_io_uring_setup
    __NR_io_uring_setup, __NR_io_uring_enter, __NR_io_uring_register,
#endif
#ifdef __NR_pidfd_getfd
    __NR_pidfd_getfd,
#endif
#ifdef __NR_kexec_file_load
    __NR_kexec_file_load,
#endif
};

// What starts a process and never a thread.
static const int processes[] = {
    __NR_clone,
#ifdef __NR_fork
    __NR_fork, __NR_vfork,
#endif
};

// MARK: - The program

enum { MOST_STEPS = 256 };

struct program {
    struct sock_filter steps[MOST_STEPS];
    unsigned short count;
};

static void add(struct program *program, struct sock_filter step) {
    if (program->count < MOST_STEPS) program->steps[program->count] = step;
    program->count++;
}

static void load(struct program *program, size_t offset) {
    add(program, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset));
}

static void answer(struct program *program, uint32_t action) {
    add(program, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action));
}

// Answers at once when what was loaded last is `value`.
static void when_equal(struct program *program, uint32_t value, uint32_t action) {
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1));
    answer(program, action);
}

// The lower half of an argument; flags that matter all lie there on the machines that this is built for.
static size_t argument(int index) {
    return offsetof(struct seccomp_data, args) + (size_t)index * sizeof(uint64_t);
}

static const uint32_t denied = SECCOMP_RET_ERRNO | EPERM;

// Number and architecture: a call of another architecture has another meaning under the same number.
static void begin(struct program *program) {
    load(program, offsetof(struct seccomp_data, arch));
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OUR_ARCHITECTURE, 1, 0));
    answer(program, SECCOMP_RET_KILL_PROCESS);
    load(program, offsetof(struct seccomp_data, nr));
#if defined(__x86_64__)
    // The calls of x32, a second set of numbers for the same kernel.
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000U, 0, 1));
    answer(program, SECCOMP_RET_KILL_PROCESS);
#endif
}

static void when_any(struct program *program, const int *numbers, size_t count, uint32_t action) {
    for (size_t index = 0; index < count; index++) when_equal(program, (uint32_t)numbers[index], action);
}

#define WHEN_ANY(program, list, action) when_any(program, list, sizeof list / sizeof *list, action)

// `number` is allowed when all bits of `wanted` and none of `unwanted` are set in an argument, else it fails.
static void allow_with(struct program *program, int number, int index, uint32_t wanted, uint32_t unwanted) {
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)number, 0, 5));
    load(program, argument(index));
    add(program, (struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K, wanted | unwanted));
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, wanted, 0, 1));
    answer(program, SECCOMP_RET_ALLOW);
    answer(program, denied);
}

// Both conditions on mmap: memory of nobody's file, and never code.
static void allow_memory(struct program *program) {
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_mmap, 0, 6));
    load(program, argument(2));
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 3, 0));
    load(program, argument(3));
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, MAP_ANONYMOUS, 0, 1));
    answer(program, SECCOMP_RET_ALLOW);
    answer(program, denied);
}

// A device that a program has open may be the terminal it was started from: nothing is typed there in a person's name.
static void allow_devices(struct program *program) {
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_ioctl, 0, 5));
    load(program, argument(1));
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, TIOCSTI, 1, 0));
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, TIOCLINUX, 0, 1));
    answer(program, denied);
    answer(program, SECCOMP_RET_ALLOW);
}

static void reader(struct program *program) {
    WHEN_ANY(program, always_allowed, SECCOMP_RET_ALLOW);
    allow_memory(program);
    allow_with(program, __NR_mprotect, 2, 0, PROT_EXEC);
    // For abort(), which signals itself.
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_tgkill, 0, 4));
    load(program, argument(0));
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)getpid(), 0, 1));
    answer(program, SECCOMP_RET_ALLOW);
    answer(program, SECCOMP_RET_KILL_PROCESS);
    WHEN_ANY(program, never_allowed, SECCOMP_RET_KILL_PROCESS);
    WHEN_ANY(program, processes, SECCOMP_RET_KILL_PROCESS);
    when_equal(program, __NR_clone3, SECCOMP_RET_KILL_PROCESS);
    answer(program, denied);
}

static void eye(struct program *program) {
    WHEN_ANY(program, never_allowed, denied);
    // Its arguments cannot be seen; glibc then takes clone.
    when_equal(program, __NR_clone3, SECCOMP_RET_ERRNO | ENOSYS);
    allow_with(program, __NR_clone, 0, CLONE_THREAD, 0);
    WHEN_ANY(program, processes, denied);
    allow_devices(program);
    answer(program, SECCOMP_RET_ALLOW);
}

static void nursery(struct program *program) {
    WHEN_ANY(program, never_allowed, denied);
    answer(program, SECCOMP_RET_ALLOW);
}

int uk_sandbox_filter(enum uk_filter filter) {
    struct program program = {.count = 0};
    begin(&program);
    switch (filter) {
    case UK_FILTER_READER: reader(&program); break;
    case UK_FILTER_EYE: eye(&program); break;
    case UK_FILTER_NURSERY: nursery(&program); break;
    }
    if (program.count > MOST_STEPS) return E2BIG;
    struct sock_fprog compiled = {.len = program.count, .filter = program.steps};
    // Without it only root may filter.
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &compiled, 0, 0) == 0 ? 0 : errno;
}

// MARK: - Limits

// What is mapped now: the first number of statm, in pages.
static uint64_t mapped_bytes(void) {
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (file == NULL) return 0;
    if (fscanf(file, "%lu", &pages) != 1) pages = 0;
    fclose(file);
    return (uint64_t)pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

static int limit(int resource, uint64_t value) {
    struct rlimit both = {value, value};
    struct rlimit now;
    if (getrlimit((__rlimit_resource_t)resource, &now) != 0) return errno;
    // A stricter limit that somebody has set already stays.
    if (now.rlim_max < value) both.rlim_cur = both.rlim_max = now.rlim_max;
    return setrlimit((__rlimit_resource_t)resource, &both) == 0 ? 0 : errno;
}

int uk_sandbox_limit(uint64_t bytes, uint64_t seconds) {
    uint64_t mapped = mapped_bytes();
    if (mapped == 0) return ENOENT;
    // poll() fails when it is asked about more descriptors than may be open.
    const struct { int resource; uint64_t value; } all[] = {
        {RLIMIT_CORE, 0}, {RLIMIT_FSIZE, 0}, {RLIMIT_NOFILE, 8}, {RLIMIT_CPU, seconds}, {RLIMIT_AS, mapped + bytes},
    };
    for (size_t index = 0; index < sizeof all / sizeof *all; index++) {
        int failure = limit(all[index].resource, all[index].value);
        if (failure != 0) return failure;
    }
    return 0;
}
