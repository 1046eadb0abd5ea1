/* The processes that are children of ours: those we started, and those whose parents among them have ended. */
#ifndef ASSAY_CHILDREN_H
#define ASSAY_CHILDREN_H
#include <stdbool.h>
#include <sys/types.h>

/* Fills `found` with the living children, at most `room`; returns how many. */
int children(pid_t *found, int room);

/* Ends all of them and what they started: asks first, and after `grace_ms` does not ask any more. False: some live on. */
bool end_everything(int grace_ms);

#endif
