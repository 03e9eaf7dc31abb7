/* Loaded ahead of the C library: a clock that is SHIFT seconds away, and goes BACK seconds further at every reading. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static long shift(void) {
    static long readings;
    const char *away = getenv("SHIFT"), *back = getenv("BACK");
    return (away ? atol(away) : 0) - (back ? atol(back) * readings++ : 0);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    int (*next)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
    int done = next(clock, now);
    if (!done && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += shift();
    return done;
}

int gettimeofday(struct timeval *now, void *zone) {
    int (*next)(struct timeval *, void *) = dlsym(RTLD_NEXT, "gettimeofday");
    int done = next(now, zone);
    if (!done) now->tv_sec += shift();
    return done;
}

time_t time(time_t *now) {
    time_t (*next)(time_t *) = dlsym(RTLD_NEXT, "time");
    time_t found = next(NULL) + shift();
    if (now) *now = found;
    return found;
}
