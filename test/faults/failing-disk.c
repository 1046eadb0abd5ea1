/*
 * Preloaded into a process, it makes a disk fail under it: once FAULT_AFTER writes into files went well whose path holds
 * FAULT_FILE, every further one fails with the error FAULT_ERROR, and so does making sure that they are on the disk.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int error;
static long writes_left;
static const char *wanted;
static bool has_failed;

__attribute__((constructor)) static void begin(void) {
  wanted = getenv("FAULT_FILE");
  error = atoi(getenv("FAULT_ERROR") ?: "0");
  writes_left = atol(getenv("FAULT_AFTER") ?: "0");
}

static bool is_wanted(int file) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0 || wanted == NULL) return false;
  path[length] = 0;
  return strstr(path, wanted) != NULL;
}

static bool fails(int file, bool counts) {
  if (!is_wanted(file)) return false;
  if (writes_left > 0) {
    if (counts) writes_left--;
    return false;
  }
  has_failed = true;
  errno = error;
  return true;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int file, const void *bytes, size_t count) {
  return fails(file, true) ? -1 : REAL(write)(file, bytes, count);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t at) {
  return fails(file, true) ? -1 : REAL(pwrite)(file, bytes, count, at);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at) {
  return fails(file, true) ? -1 : REAL(pwrite64)(file, bytes, count, at);
}

/* A full disk has said so when it was written to. */
static bool loses(int file) { return error != ENOSPC && fails(file, false); }

int fdatasync(int file) { return loses(file) ? -1 : REAL(fdatasync)(file); }

int fsync(int file) { return loses(file) ? -1 : REAL(fsync)(file); }

int access(const char *path, int mode) {
  if ((mode & W_OK) != 0 && error == EROFS && has_failed) {
    errno = error;
    return -1;
  }
  return REAL(access)(path, mode);
}
