#include "read/system_calls.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace zhiheng::read {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t kArchitecture = 0;
#endif

constexpr int kComputing[] = {
    SYS_write,
    SYS_writev,
    SYS_close,
    SYS_brk,
    SYS_mmap,
    SYS_munmap,
    SYS_mremap,
    SYS_mprotect,
    SYS_madvise,
    SYS_futex,
    SYS_exit,
    SYS_exit_group,
    SYS_rt_sigreturn,
    SYS_rt_sigaction,
    SYS_rt_sigprocmask,
    SYS_sigaltstack,
    SYS_getpid,
    SYS_gettid,
    SYS_tgkill,
    SYS_clock_gettime,
    SYS_gettimeofday,
    SYS_getrandom,
    SYS_sched_yield,
    SYS_sysinfo,
    SYS_sched_getaffinity,
    SYS_restart_syscall,
};

// What the dynamic loader and a program that reads files need besides.
constexpr int kReading[] = {
    SYS_execve,     SYS_read,      SYS_pread64,   SYS_readv,      SYS_lseek,           SYS_fstat,
    SYS_newfstatat, SYS_statx,     SYS_faccessat, SYS_faccessat2, SYS_readlinkat,      SYS_getdents64,
    SYS_getcwd,     SYS_fcntl,     SYS_ioctl,     SYS_dup,        SYS_set_tid_address, SYS_set_robust_list,
    SYS_rseq,       SYS_prlimit64, SYS_uname,     SYS_getuid,     SYS_geteuid,         SYS_getgid,
    SYS_getegid,    SYS_statfs,    SYS_fstatfs,   SYS_fadvise64,  SYS_clock_nanosleep,
#if defined(__x86_64__)
    SYS_access,     SYS_stat,      SYS_lstat,     SYS_readlink,   SYS_arch_prctl,      SYS_time,
#endif
};

constexpr std::uint32_t kWriting = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;

/// A filter program under construction.
class Filter {
 public:
  Filter() {
    load(offsetof(seccomp_data, arch));
    // Another architecture's numbers mean other calls.
    add(BPF_JMP | BPF_JEQ | BPF_K, kArchitecture, 1, 0);
    add(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
    load(offsetof(seccomp_data, nr));
  }

  void allow(int number) {
    add(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(number), 0, 1);
    add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  }

  /// Allows the call where none of `flags` is set in its argument `index`.
  void allow_without(int number, int index, std::uint32_t flags) {
    add(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(number), 0, 4);
    load(static_cast<std::uint32_t>(offsetof(seccomp_data, args) +
                                    sizeof(std::uint64_t) * static_cast<size_t>(index)));
    add(BPF_JMP | BPF_JSET | BPF_K, flags, 1, 0);
    add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    add(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
  }

  bool install() {
    add(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
    sock_fprog program{static_cast<unsigned short>(steps_.size()), steps_.data()};
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
  }

 private:
  void load(std::uint32_t offset) { add(BPF_LD | BPF_W | BPF_ABS, offset); }
  void add(int code, std::uint32_t value, std::uint8_t if_true = 0, std::uint8_t if_false = 0) {
    steps_.push_back({static_cast<std::uint16_t>(code), if_true, if_false, value});
  }

  std::vector<sock_filter> steps_;
};

}  // namespace

bool confine(Confinement confinement) {
  Filter filter;
  for (const int number : kComputing) filter.allow(number);
  if (confinement == Confinement::kServe) filter.allow(SYS_read);
  if (confinement == Confinement::kReadFiles) {
    for (const int number : kReading) filter.allow(number);
    filter.allow_without(SYS_openat, 2, kWriting);
#if defined(__x86_64__)
    filter.allow_without(SYS_open, 1, kWriting);
#endif
  }
  return kArchitecture != 0 && filter.install();
}

}  // namespace zhiheng::read
