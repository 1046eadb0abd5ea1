/* Whom the kernel ends when memory runs out. */
#ifndef ASSAY_SCORE_H
#define ASSAY_SCORE_H

/* It is to end a job rather than the runner, whose score stays as it is: jobs inherit ours. */
void offer_ourselves(void);

#endif
