/* Terminals of jobs that want one, where nobody types. */
#ifndef ASSAY_TERMINAL_H
#define ASSAY_TERMINAL_H
#include <stddef.h>

/*
 * Opens one that adds nothing to what is printed, and on which one end of input was typed; `name` is where the job opens
 * it. Returns our side, or -1 with errno.
 */
int open_terminal(char *name, size_t room);

#endif
