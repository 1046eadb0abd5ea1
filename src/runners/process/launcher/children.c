#define _GNU_SOURCE
#include "children.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { max_children = 256, kill_rounds = 500 };

static long long now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static int children_from_stat(pid_t *found, int room) {
  int count = 0;
  DIR *proc = opendir("/proc");
  if (proc == NULL) return 0;
  for (struct dirent *entry; (entry = readdir(proc)) != NULL && count < room;) {
    char path[300], text[512];
    pid_t pid = (pid_t)atoi(entry->d_name);
    if (pid <= 0) continue;
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) continue;
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    if (length <= 0) continue;
    text[length] = 0;
    const char *after_name = strrchr(text, ')');
    char state;
    int parent;
    if (after_name != NULL && sscanf(after_name + 1, " %c %d", &state, &parent) == 2 && parent == getpid()) found[count++] = pid;
  }
  closedir(proc);
  return count;
}

int children(pid_t *found, int room) {
  char path[64];
  snprintf(path, sizeof path, "/proc/self/task/%d/children", getpid());
  FILE *list = fopen(path, "re");
  if (list == NULL) return children_from_stat(found, room); /* a kernel without CONFIG_PROC_CHILDREN */
  int count = 0;
  for (int pid; count < room && fscanf(list, "%d", &pid) == 1;) found[count++] = pid;
  fclose(list);
  return count;
}

static void signal_children(int signal) {
  pid_t found[max_children];
  int count = children(found, max_children);
  for (int at = 0; at < count; at++) {
    pid_t group = getpgid(found[at]);
    if (group > 1 && group != getpgrp()) kill(-group, signal);
    kill(found[at], signal);
  }
}

/* Children of those that end become ours, so that round by round everything is reached. */
bool end_everything(int grace_ms) {
  long long deadline = now_ms() + grace_ms;
  signal_children(SIGTERM);
  for (int round = 0; round < kill_rounds;) {
    pid_t pid = waitpid(-1, NULL, WNOHANG);
    if (pid < 0 && errno == ECHILD) return true;
    if (pid > 0) continue;
    if (now_ms() >= deadline) {
      signal_children(SIGKILL);
      round++;
    }
    poll(NULL, 0, 10);
  }
  return false;
}
