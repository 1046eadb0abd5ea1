/*
 * Starts the jobs' processes for a runner that is too large to be copied for each of them, and outlives none of it:
 * when its standard input closes, however that happens, it ends every process it started and what those started.
 *
 * Arguments: the grace time in milliseconds, then `own` where jobs get our variables besides theirs.
 *
 * Requests on standard input, each a 32-bit little-endian length and that many bytes: a letter, then words that each
 * end with a zero byte.
 *   P PAIR STDOUT STDERR       open these two named pipes for writing, as this pair
 *   C PAIR                     close them
 *   R JOB PAIR TERMINAL CGROUP CWD COUNT WORD... VARIABLE...
 *                              run COUNT words with these variables; TERMINAL 1: on a terminal of its own, where nobody
 *                              types; CGROUP is a directory of cgroup v2, or empty
 *   X WORD...                  run these words, and go on when they are done
 * Answers on standard output, a line each:
 *   ready                      the first line
 *   started JOB PID
 *   failed JOB ERRNO WHAT      WHAT is exec, chdir, cgroup, fork, pair or pty
 *   ended JOB KIND NUMBER CORE RSS USER SYSTEM PENDING_OUT PENDING_ERR LEFT
 *                              KIND exited or signalled; RSS in KiB; USER, SYSTEM in microseconds; bytes that are still in
 *                              the pair's pipes; LEFT 1 where some process of it may live on
 */
#define _GNU_SOURCE
#include "children.h"
#include "helpers.h"
#include "score.h"
#include "terminal.h"
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { max_jobs = 64, max_pairs = 256, max_words = 65536, max_strays = 256, max_request = 4 * 1024 * 1024 };
enum { pipe_bytes = 1024 * 1024, terminal_bytes = 65536, last_pieces = 1024 };

#ifndef CLONE_INTO_CGROUP
#define CLONE_INTO_CGROUP 0x200000000ULL
#endif

struct clone_request { /* the kernel's struct clone_args */
  uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls, set_tid, set_tid_size, cgroup;
};

struct job {
  pid_t pid; /* 0: the slot is free */
  unsigned long number;
  int pair;
  int terminal; /* our side of it; -1: it has none, or nobody has the other side open any more */
};

struct pair {
  int out, err; /* -1: closed */
};

/* What went wrong in a child before it became another program. In memory that parent and child share. */
struct failure {
  int code;
  char what[8];
};

static struct job jobs[max_jobs];
static struct pair pairs[max_pairs];
static pid_t strays[max_strays]; /* processes that outlived their job and were told of */
static int stray_count;
static struct failure *failure;
static sigset_t no_signals;
static int ignored[NSIG]; /* signals we ignore, and jobs should not */
static int ignored_count;
static int terminal; /* our side of the one that is being given to a child, or -1 */
static char terminal_name[64];
static bool gives_own_variables;

static void answer(const char *line, int length) {
  while (length > 0) {
    ssize_t written = write(STDOUT_FILENO, line, (size_t)length);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return; /* the reader is gone; its end of our input is closed too */
    line += written;
    length -= (int)written;
  }
}

#define ANSWER(...)                                                \
  do {                                                             \
    char line_[256];                                               \
    answer(line_, snprintf(line_, sizeof line_, __VA_ARGS__));     \
  } while (0)

static struct job *job_of(pid_t pid) {
  for (int at = 0; at < max_jobs; at++)
    if (jobs[at].pid == pid) return &jobs[at];
  return NULL;
}

/* Whether a child is there that is no job and was not there before. */
static bool has_new_stray(void) {
  pid_t found[max_strays];
  pid_t kept[max_strays];
  int kept_count = 0;
  bool is_new = false;
  int count = children(found, max_strays);
  for (int at = 0; at < count; at++) {
    if (job_of(found[at]) != NULL) continue;
    bool known = false;
    for (int stray = 0; stray < stray_count; stray++) known = known || strays[stray] == found[at];
    is_new = is_new || !known;
    kept[kept_count++] = found[at];
  }
  memcpy(strays, kept, sizeof kept[0] * (size_t)kept_count);
  stray_count = kept_count;
  return is_new;
}

static int pending_in(int pipe) {
  int bytes = 0;
  return pipe >= 0 && ioctl(pipe, FIONREAD, &bytes) == 0 ? bytes : 0;
}

static long long microseconds(struct timeval time) { return time.tv_sec * 1000000LL + time.tv_usec; }

static void tell_end(const struct job *job, int status, const struct rusage *usage, bool left) {
  const struct pair *pair = &pairs[job->pair];
  bool signalled = WIFSIGNALED(status);
  ANSWER("ended %lu %s %d %d %ld %lld %lld %d %d %d\n", job->number, signalled ? "signalled" : "exited",
         signalled ? WTERMSIG(status) : WEXITSTATUS(status), signalled && WCOREDUMP(status) ? 1 : 0, usage->ru_maxrss,
         microseconds(usage->ru_utime), microseconds(usage->ru_stime), pending_in(pair->out), pending_in(pair->err),
         left ? 1 : 0);
}

static void put(int pipe, const char *bytes, ssize_t length) {
  while (length > 0) {
    ssize_t written = write(pipe, bytes, (size_t)length);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return; /* nobody listens any more */
    bytes += written;
    length -= written;
  }
}

static void close_terminal(struct job *job) {
  if (job->terminal >= 0) close(job->terminal);
  job->terminal = -1;
}

/* Hands on what was printed on the job's terminal. Returns false when there is no more for now. */
static bool pass_on(struct job *job) {
  char bytes[terminal_bytes];
  if (job->terminal < 0) return false;
  ssize_t length = read(job->terminal, bytes, sizeof bytes);
  if (length < 0 && errno == EINTR) return true;
  if (length > 0) put(pairs[job->pair].out, bytes, length);
  else if (length == 0 || errno != EAGAIN) close_terminal(job);
  return length > 0;
}

/* Takes leave of every child that ended. */
static void reap(void) {
  for (;;) {
    int status;
    struct rusage usage;
    pid_t pid = wait4(-1, &status, WNOHANG, &usage);
    if (pid < 0 && errno == EINTR) continue;
    if (pid <= 0) return;
    struct job *job = job_of(pid);
    if (job == NULL) continue;
    for (int piece = 0; piece < last_pieces && pass_on(job);) piece++; /* what lives on may print for ever */
    close_terminal(job);
    struct job ended = *job;
    job->pid = 0;
    /* Its children are ours from the moment it ended. None at all is the usual case and needs no look at the list. */
    siginfo_t other = {0};
    bool alone = waitid(P_ALL, 0, &other, WEXITED | WNOHANG | WNOWAIT) < 0 && errno == ECHILD;
    if (alone) stray_count = 0;
    tell_end(&ended, status, &usage, !alone && has_new_stray());
  }
}

struct order {
  unsigned long number;
  int pair;
  bool on_terminal;
  const char *cgroup, *directory;
  char **words, **variables;
};

static void fail_in_child(const char *what) {
  failure->code = errno;
  strcpy(failure->what, what);
  _exit(127);
}

/* In the child, which shares our memory until it is another program. */
static void become(const struct order *order) {
  struct sigaction usual = {.sa_handler = SIG_DFL};
  for (int at = 0; at < ignored_count; at++) sigaction(ignored[at], &usual, NULL);
  sigprocmask(SIG_SETMASK, &no_signals, NULL);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  setsid();
  /* The first terminal that the leader of a session opens is the session's. */
  int input = open(order->on_terminal ? terminal_name : "/dev/null", order->on_terminal ? O_RDWR : O_RDONLY);
  if (input < 0 || dup2(input, STDIN_FILENO) < 0) fail_in_child(order->on_terminal ? "pty" : "exec");
  int output = order->on_terminal ? input : pairs[order->pair].out;
  int errors = order->on_terminal ? input : pairs[order->pair].err;
  if (dup2(output, STDOUT_FILENO) < 0 || dup2(errors, STDERR_FILENO) < 0) fail_in_child("pair");
  if (input > STDERR_FILENO) close(input);
  if (chdir(order->directory) < 0) fail_in_child("chdir");
  execvpe(order->words[0], order->words, order->variables);
  fail_in_child("exec");
}

/* vfork cannot choose the cgroup. Like it, this waits until the child is another program or has failed. */
static pid_t fork_into(const char *cgroup) {
  struct clone_request request = {.flags = CLONE_VFORK | CLONE_INTO_CGROUP, .exit_signal = SIGCHLD};
  int directory = open(cgroup, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return -1;
  request.cgroup = (uint64_t)directory;
  pid_t pid = (pid_t)syscall(SYS_clone3, &request, sizeof request);
  int code = errno;
  close(directory);
  errno = code;
  return pid;
}

static void run(const struct order *order) {
  struct job *slot = job_of(0);
  terminal = -1;
  failure->code = 0;
  if (slot == NULL || order->pair < 0 || order->pair >= max_pairs || pairs[order->pair].out < 0) {
    ANSWER("failed %lu %d pair\n", order->number, slot == NULL ? EAGAIN : EBADF);
    return;
  }
  if (order->on_terminal && (terminal = open_terminal(terminal_name, sizeof terminal_name)) < 0) {
    ANSWER("failed %lu %d pty\n", order->number, errno);
    return;
  }
  bool in_cgroup = order->cgroup[0] != 0;
  pid_t pid = in_cgroup ? fork_into(order->cgroup) : vfork();
  if (pid == 0) become(order);
  if (pid < 0) {
    ANSWER("failed %lu %d %s\n", order->number, errno, in_cgroup ? "cgroup" : "fork");
    if (terminal >= 0) close(terminal);
    return;
  }
  if (failure->code != 0) {
    if (terminal >= 0) close(terminal);
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) continue;
    ANSWER("failed %lu %d %s\n", order->number, failure->code, failure->what);
    return;
  }
  *slot = (struct job){.pid = pid, .number = order->number, .pair = order->pair, .terminal = terminal};
  ANSWER("started %lu %d\n", order->number, pid);
}

static void close_pair(struct pair *pair) {
  if (pair->out >= 0) close(pair->out);
  if (pair->err >= 0) close(pair->err);
  *pair = (struct pair){-1, -1};
}

/* Without a reader, which died with the runner, it would be waited for ever. */
static int open_pipe(const char *path) {
  int pipe = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  if (pipe < 0) return -1;
  fcntl(pipe, F_SETFL, O_WRONLY);
  fcntl(pipe, F_SETPIPE_SZ, pipe_bytes); /* fewer switches for a job that prints much; may be refused */
  return pipe;
}

static void obey(char letter, char **words, int count) {
  int pair = count > 0 ? atoi(words[0]) : -1;
  if (letter == 'P' && count == 3 && pair >= 0 && pair < max_pairs) {
    close_pair(&pairs[pair]);
    pairs[pair] = (struct pair){open_pipe(words[1]), open_pipe(words[2])};
    if (pairs[pair].out < 0 || pairs[pair].err < 0) close_pair(&pairs[pair]);
  } else if (letter == 'C' && count == 1 && pair >= 0 && pair < max_pairs) {
    close_pair(&pairs[pair]);
  } else if (letter == 'R' && count > 6) {
    int program_words = atoi(words[5]);
    if (program_words < 1 || program_words > count - 6) _exit(2);
    /* The words and the variables each need a null after them, and they stand side by side. */
    static char *program[max_words + 1];
    memcpy(program, words + 6, sizeof *words * (size_t)program_words);
    program[program_words] = NULL;
    char **variables = words + 6 + program_words;
    static char *all[max_words + 1];
    run(&(struct order){.number = strtoul(words[0], NULL, 10),
                        .pair = atoi(words[1]),
                        .on_terminal = words[2][0] == '1',
                        .cgroup = words[3],
                        .directory = words[4],
                        .words = program,
                        .variables = gives_own_variables ? with_own_variables(variables, all, max_words) : variables});
  } else if (letter == 'X' && count > 0) {
    run_helper(words);
  } else {
    _exit(2);
  }
}

static void read_request(char *body, uint32_t length) {
  static char *words[max_words + 1];
  int count = 0;
  if (length < 2 || body[length - 1] != 0) _exit(2);
  for (char *word = body + 1; word < body + length && count < max_words; word += strlen(word) + 1) words[count++] = word;
  words[count] = NULL;
  obey(body[0], words, count);
}

/* Returns false at the end of the input. */
static bool take_input(void) {
  static char buffer[max_request + 4];
  static size_t filled = 0;
  ssize_t got = read(STDIN_FILENO, buffer + filled, sizeof buffer - filled);
  if (got < 0) return errno == EINTR || errno == EAGAIN;
  if (got == 0) return false;
  filled += (size_t)got;
  size_t at = 0;
  while (filled - at >= 4) {
    uint32_t length;
    memcpy(&length, buffer + at, 4);
    length = le32toh(length);
    if (length > max_request) return false;
    if (filled - at - 4 < length) break;
    read_request(buffer + at + 4, length);
    at += 4 + length;
  }
  memmove(buffer, buffer + at, filled - at);
  filled -= at;
  return true;
}

/* Waits until there is something to do: a request, the end of a child, something on a terminal. Returns false at the end. */
static bool attend(int ended) {
  struct pollfd watched[2 + max_jobs] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.fd = ended, .events = POLLIN}};
  int count = 2;
  struct job *printing[max_jobs];
  for (int at = 0; at < max_jobs; at++) {
    if (jobs[at].pid == 0 || jobs[at].terminal < 0) continue;
    printing[count - 2] = &jobs[at];
    watched[count++] = (struct pollfd){.fd = jobs[at].terminal, .events = POLLIN};
  }
  if (poll(watched, (nfds_t)count, -1) < 0) return errno == EINTR;
  for (int at = 2; at < count; at++)
    if (watched[at].revents != 0) pass_on(printing[at - 2]);
  if (watched[1].revents != 0) {
    struct signalfd_siginfo signals[8];
    while (read(ended, signals, sizeof signals) > 0) continue;
    reap();
  }
  return watched[0].revents == 0 || take_input();
}

int main(int count, char **arguments) {
  int grace_ms = count > 1 ? atoi(arguments[1]) : 0;
  gives_own_variables = count > 2 && strcmp(arguments[2], "own") == 0;
  sigset_t child;
  syscall(SYS_close_range, 3, ~0U, 0); /* what whoever started the runner left open is no job's business */
  sigemptyset(&no_signals);
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  sigprocmask(SIG_SETMASK, &child, NULL);
  /* What asks the runner to stop also reaches us; we stop when it has. */
  for (int at = 0; at < 5; at++) signal((int[]){SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE}[at], SIG_IGN);
  for (int number = 1; number < NSIG; number++) {
    struct sigaction now;
    if (sigaction(number, NULL, &now) == 0 && now.sa_handler == SIG_IGN) ignored[ignored_count++] = number;
  }
  for (int at = 0; at < max_pairs; at++) pairs[at] = (struct pair){-1, -1};
  failure = mmap(NULL, sizeof *failure, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  int ended = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
  if (failure == MAP_FAILED || ended < 0 || prctl(PR_SET_CHILD_SUBREAPER, 1) < 0) return 2;
  offer_ourselves();
  ANSWER("ready\n");
  while (attend(ended)) continue;
  return end_everything(grace_ms) ? 0 : 1;
}
