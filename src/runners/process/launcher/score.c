#define _GNU_SOURCE
#include "score.h"
#include <stdio.h>

enum { oom_score = 300 };

void offer_ourselves(void) {
  FILE *score = fopen("/proc/self/oom_score_adj", "r+e");
  int now;
  if (score == NULL) return;
  if (fscanf(score, "%d", &now) == 1 && now < oom_score) {
    rewind(score);
    fprintf(score, "%d", oom_score);
  }
  fclose(score);
}
