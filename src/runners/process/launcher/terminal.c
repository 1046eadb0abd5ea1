#define _GNU_SOURCE
#include "terminal.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

int open_terminal(char *name, size_t room) {
  struct winsize size = {.ws_row = 24, .ws_col = 80};
  struct termios modes;
  int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  if (terminal < 0) return -1;
  if (grantpt(terminal) == 0 && unlockpt(terminal) == 0 && ptsname_r(terminal, name, room) == 0 &&
      ioctl(terminal, TIOCSWINSZ, &size) == 0 && tcgetattr(terminal, &modes) == 0) {
    modes.c_oflag &= ~(tcflag_t)OPOST;
    modes.c_lflag &= ~(tcflag_t)ECHO;
    if (tcsetattr(terminal, TCSANOW, &modes) == 0 && write(terminal, &(char){modes.c_cc[VEOF]}, 1) == 1) return terminal;
  }
  int code = errno;
  close(terminal);
  errno = code;
  return -1;
}
