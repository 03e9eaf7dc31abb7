/* Loaded ahead of the C library: a file system that answers chosen calls as those do that do not know them. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static int refused(const char *call) {
    const char *all = getenv("REFUSED");
    return all && strstr(all, call);
}

#define NEXT(type, name) ((type)dlsym(RTLD_NEXT, name))

int symlink(const char *to, const char *at) {
    if (refused("symlink")) { errno = EPERM; return -1; }
    return NEXT(int (*)(const char *, const char *), "symlink")(to, at);
}

int symlinkat(const char *to, int folder, const char *at) {
    if (refused("symlink")) { errno = EPERM; return -1; }
    return NEXT(int (*)(const char *, int, const char *), "symlinkat")(to, folder, at);
}

int link(const char *from, const char *to) {
    if (refused("hardlink")) { errno = EPERM; return -1; }
    return NEXT(int (*)(const char *, const char *), "link")(from, to);
}

int linkat(int old, const char *from, int folder, const char *to, int flags) {
    if (refused("hardlink")) { errno = ENOTSUP; return -1; }
    return NEXT(int (*)(int, const char *, int, const char *, int), "linkat")(old, from, folder, to, flags);
}

int fsync(int file) {
    struct stat found;
    if (refused("fsync") && !fstat(file, &found) && S_ISDIR(found.st_mode)) { errno = EINVAL; return -1; }
    return NEXT(int (*)(int), "fsync")(file);
}

int flock(int file, int operation) {
    if (refused("flock")) { errno = ENOLCK; return -1; }
    return NEXT(int (*)(int, int), "flock")(file, operation);
}

static int locks(int file, int command, void *value, const char *name) {
    if (refused("fcntl") && (command == F_SETLK || command == F_SETLKW || command == F_OFD_SETLK)) {
        errno = ENOLCK;
        return -1;
    }
    return NEXT(int (*)(int, int, ...), name)(file, command, value);
}

int fcntl(int file, int command, ...) {
    va_list rest;
    va_start(rest, command);
    void *value = va_arg(rest, void *);
    va_end(rest);
    return locks(file, command, value, "fcntl");
}

int fcntl64(int file, int command, ...) {
    va_list rest;
    va_start(rest, command);
    void *value = va_arg(rest, void *);
    va_end(rest);
    return locks(file, command, value, "fcntl64");
}
