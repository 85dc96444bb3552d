// Records what a program does to the files below one folder, and what it acknowledges, in one order.
//
// LD_PRELOAD this. POWERCUT_ROOT is the folder (absolute), POWERCUT_LOG the file to append to.
// Standard output counts as acknowledgement: what was printed, somebody has been told.
//
// A record is a header of 20 bytes in the machine's byte order
//     char kind; char 0; uint16 length of path; uint16 length of second path; uint16 0;
//     uint64 offset; uint32 length of data
// followed by path, second path and data. Kinds: C created, W written (data at offset), T truncated
// (to offset), S synced (a file or a folder), U unlinked, N renamed (path to second path),
// A acknowledged (data).
//
// Not seen: static programs, memory-mapped writes, sendfile, copy_file_range, fallocate. SQLite
// uses none of these with mmap_size = 0.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define PATH_SIZE 4096
#define LOG_FD_FROM 900  // out of the program's way

static int log_fd = -1;
static char root[PATH_SIZE];
static size_t root_length;
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite64)(int, const void *, size_t, off_t);
static int (*real_ftruncate64)(int, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_unlink)(const char *);
static int (*real_rename)(const char *, const char *);
static int (*real_open64)(const char *, int, ...);

#define FIND(name) *(void **)&real_##name = dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void start(void) {
    FIND(write);
    FIND(pwrite64);
    FIND(ftruncate64);
    FIND(fsync);
    FIND(fdatasync);
    FIND(unlink);
    FIND(rename);
    FIND(open64);
    const char *folder = getenv("POWERCUT_ROOT"), *log = getenv("POWERCUT_LOG");
    if (!folder || !log) return;
    snprintf(root, sizeof root, "%s", folder);
    root_length = strlen(root);
    int fd = real_open64(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    log_fd = fcntl(fd, F_DUPFD_CLOEXEC, LOG_FD_FROM);
    close(fd);
}

static int is_below_root(const char *path) {
    return log_fd >= 0 && !strncmp(path, root, root_length);
}

static int path_of(int fd, char *path) {
    char link[64];
    if (log_fd < 0 || fd == log_fd) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_SIZE - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return is_below_root(path);
}

static void absolute(const char *path, char *out) {
    char folder[PATH_SIZE];
    if (path[0] == '/' || !getcwd(folder, sizeof folder)) folder[0] = 0;
    snprintf(out, PATH_SIZE, "%s%s%s", folder, folder[0] ? "/" : "", path);
}

static void record(char kind, const char *path, const char *second, uint64_t offset,
                   const void *data, uint32_t length) {
    uint16_t path_length = path ? strlen(path) : 0, second_length = second ? strlen(second) : 0;
    uint8_t header[20] = {(uint8_t)kind};
    memcpy(header + 2, &path_length, 2);
    memcpy(header + 4, &second_length, 2);
    memcpy(header + 8, &offset, 8);
    memcpy(header + 16, &length, 4);
    struct iovec parts[4] = {{header, sizeof header},
                             {(void *)path, path_length},
                             {(void *)second, second_length},
                             {(void *)data, data ? length : 0}};
    if (writev(log_fd, parts, 4) < 0) abort();
}

// The call and its record are one step, so that the log has the order of what happened.
#define STEP(type, call, done)                \
    pthread_mutex_lock(&one_at_a_time);       \
    type result = (call);                     \
    if (done) {                               \
        RECORD;                               \
    }                                         \
    pthread_mutex_unlock(&one_at_a_time);     \
    return result

ssize_t write(int fd, const void *data, size_t size) {
    char path[PATH_SIZE];
    if (fd == 1 && log_fd >= 0) {
#define RECORD record('A', 0, 0, 0, data, result)
        STEP(ssize_t, real_write(fd, data, size), result > 0);
#undef RECORD
    }
    if (!path_of(fd, path)) return real_write(fd, data, size);
    struct stat status;
    off_t offset = lseek(fd, 0, SEEK_CUR);
    if ((fcntl(fd, F_GETFL) & O_APPEND) && !fstat(fd, &status)) offset = status.st_size;
#define RECORD record('W', path, 0, offset, data, result)
    STEP(ssize_t, real_write(fd, data, size), result > 0);
#undef RECORD
}

ssize_t pwrite64(int fd, const void *data, size_t size, off_t offset) {
    char path[PATH_SIZE];
    int ours = path_of(fd, path);
#define RECORD record('W', path, 0, offset, data, result)
    STEP(ssize_t, real_pwrite64(fd, data, size, offset), ours && result > 0);
#undef RECORD
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) {
    return pwrite64(fd, data, size, offset);
}

int ftruncate64(int fd, off_t size) {
    char path[PATH_SIZE];
    int ours = path_of(fd, path);
#define RECORD record('T', path, 0, size, 0, 0)
    STEP(int, real_ftruncate64(fd, size), ours && !result);
#undef RECORD
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

#define RECORD record('S', path, 0, 0, 0, 0)
int fsync(int fd) {
    char path[PATH_SIZE];
    int ours = path_of(fd, path);
    STEP(int, real_fsync(fd), ours && !result);
}

int fdatasync(int fd) {
    char path[PATH_SIZE];
    int ours = path_of(fd, path);
    STEP(int, real_fdatasync(fd), ours && !result);
}
#undef RECORD

int unlink(const char *name) {
    char path[PATH_SIZE];
    absolute(name, path);
#define RECORD record('U', path, 0, 0, 0, 0)
    STEP(int, real_unlink(name), !result && is_below_root(path));
#undef RECORD
}

int rename(const char *from, const char *to) {
    char path[PATH_SIZE], second[PATH_SIZE];
    absolute(from, path);
    absolute(to, second);
#define RECORD record('N', path, second, 0, 0, 0)
    STEP(int, real_rename(from, to), !result && is_below_root(second));
#undef RECORD
}

int open64(const char *name, int flags, ...) {
    char path[PATH_SIZE];
    mode_t mode = 0;
    if (flags & O_CREAT) {
        va_list rest;
        va_start(rest, flags);
        mode = va_arg(rest, int);
        va_end(rest);
    }
    absolute(name, path);
    int ours = is_below_root(path), existed = access(name, F_OK) == 0;
    int created = ours && (flags & O_CREAT) && !existed;
    int emptied = ours && (flags & O_TRUNC) && existed;
#define RECORD record(created ? 'C' : 'T', path, 0, 0, 0, 0)
    STEP(int, real_open64(name, flags, mode), result >= 0 && (created || emptied));
#undef RECORD
}

int open(const char *name, int flags, ...) {
    mode_t mode = 0;
    if (flags & O_CREAT) {
        va_list rest;
        va_start(rest, flags);
        mode = va_arg(rest, int);
        va_end(rest);
    }
    return open64(name, flags, mode);
}
