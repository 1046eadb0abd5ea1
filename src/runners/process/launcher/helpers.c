#define _GNU_SOURCE
#include "helpers.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static bool is_among(char **variables, const char *variable) {
  size_t length = strcspn(variable, "=") + 1;
  for (; *variables != NULL; variables++)
    if (strncmp(*variables, variable, length) == 0) return true;
  return false;
}

char **with_own_variables(char **variables, char **all, int room) {
  int count = 0;
  for (char **given = variables; *given != NULL && count < room; given++) all[count++] = *given;
  for (char **own = environ; *own != NULL && count < room; own++)
    if (!is_among(variables, *own)) all[count++] = *own;
  all[count] = NULL;
  return all;
}

void run_helper(char **words) {
  pid_t pid = vfork();
  if (pid == 0) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    int nothing = open("/dev/null", O_RDWR);
    for (int at = STDIN_FILENO; at <= STDERR_FILENO; at++) dup2(nothing, at);
    execvp(words[0], words);
    _exit(127);
  }
  while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR) continue;
}
