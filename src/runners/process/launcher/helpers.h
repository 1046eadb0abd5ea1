/* What a launcher that sudo runs does besides: it has variables that jobs are to have, and rights that its runner lacks. */
#ifndef ASSAY_HELPERS_H
#define ASSAY_HELPERS_H

/* The variables, and those of our own that are not among them; `room` entries at most, and a null. */
char **with_own_variables(char **variables, char **all, int room);

/* Runs a program and waits for it. What it says and how it ends is of no interest. */
void run_helper(char **words);

#endif
