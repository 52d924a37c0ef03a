#pragma once

// epoll(7), which Swift's Glibc module leaves out; for roster-bench's floor.
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

// Keeps the calling thread on one CPU below 64. The C library's own declaration hides behind _GNU_SOURCE, which a
// module cannot define for itself.
static inline long roster_run_on_cpu(int cpu) {
  unsigned long cpus = 1UL << cpu;
  return syscall(SYS_sched_setaffinity, 0, sizeof cpus, &cpus);
}
