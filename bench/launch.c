// Runs a command with its output discarded, and prints what it took:
//   launch PROGRAM [ARGUMENT …]   →   "NANOSECONDS PEAK_KILOBYTES WAIT_STATUS CPU_NANOSECONDS"
// A program of its own because a child's peak memory, as the kernel counts it, is at least
// what its parent had in memory when it started it: this parent is small, Python is not.
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char** environ;

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  pid_t child;
  long long started = now();
  if (posix_spawnp(&child, argv[1], &actions, NULL, argv + 1, environ) != 0) return 3;
  int status;
  struct rusage usage;
  if (wait4(child, &status, 0, &usage) < 0) return 4;
  long long wall = now() - started;
  long long seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec;
  long long cpu = seconds * 1000000000LL + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1000LL;
  printf("%lld %ld %d %lld\n", wall, usage.ru_maxrss, status, cpu);
  return 0;
}
