/*
 * framelatch.h - publish frames in shared memory for Framelatch and for whoever else reads a capture hook's mappings.
 *
 * One file, C99 (or C++11 and newer), Windows and POSIX, 32- and 64-bit, no dependency. In ONE source file:
 *
 *     #define FRAMELATCH_IMPLEMENTATION
 *     #include "framelatch.h"
 *
 * and then, for each frame:
 *
 *     void* pixels = fl_begin_frame(writer, &pitch);   // NULL: both buffers are being read, drop this frame
 *     if (pixels != NULL) { ...height rows, pitch bytes apart...; fl_end_frame(writer); }
 *
 * The format is that of docs/capture-hook.md; what named objects are off Windows stands in docs/posix-objects.md.
 * Nothing here waits. A writer belongs to one thread at a time: on Windows a mutex must be released by the thread that
 * took it.
 */
#ifndef FRAMELATCH_H
#define FRAMELATCH_H

/* What a strict C99 compiler hides: so the implementation's include comes before any other. */
#if defined(FRAMELATCH_IMPLEMENTATION) && !defined(_WIN32)
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE 1
#endif
#ifndef _FILE_OFFSET_BITS
#define _FILE_OFFSET_BITS 64
#endif
#endif

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Whose names and header. */
typedef enum fl_dialect {
  FL_CAPTURE_HOOK = 0, /* CaptureHook_HookInfo<id>, as OBS Studio's hook 1.8 writes it */
  FL_GAME_CAPTURE = 1  /* GameCapture_HookInfo<id> */
} fl_dialect;

/* DXGI_FORMAT numbers that readers of this format know. */
typedef enum fl_format {
  FL_R32G32B32A32_FLOAT = 2, /* scRGB: linear, 1.0 = sRGB white */
  FL_R16G16B16A16_FLOAT = 10,
  FL_R16G16B16A16_UNORM = 11,
  FL_R10G10B10A2_UNORM = 24,
  FL_R8G8B8A8_UNORM = 28,
  FL_R8G8B8A8_UNORM_SRGB = 29,
  FL_B5G6R5_UNORM = 85,
  FL_B5G5R5A1_UNORM = 86,
  FL_B8G8R8A8_UNORM = 87,
  FL_B8G8R8X8_UNORM = 88,
  FL_B8G8R8A8_UNORM_SRGB = 91
} fl_format;

typedef enum fl_result {
  FL_OK = 0,
  FL_INVALID,   /* a size of zero, a pitch shorter than a row, an unknown format, or more than 4 GiB */
  FL_EXISTS,    /* an object of that name exists: another producer's, or a leftover of a dead one (see `replace`) */
  FL_DENIED,    /* the system does not allow it */
  FL_NO_SPACE,  /* shared memory is full */
  FL_NO_MEMORY, /* this process is */
  FL_SYSTEM     /* anything else: `system_code` says what */
} fl_result;

/* What went wrong, and with which object. */
typedef struct fl_error {
  fl_result result;
  long system_code; /* errno, or GetLastError() */
  char object[96];
} fl_error;

/* Zeroed, with a size, it is a BGRA source under this process's pid. */
typedef struct fl_options {
  fl_dialect dialect;
  uint64_t id;      /* the number in the names; 0 = this process's pid */
  uint64_t window;  /* named in the texture's mapping; 0 = made up */
  uint32_t width;   /* pixels */
  uint32_t height;  /* pixels */
  uint32_t pitch;   /* bytes from row to row; 0 = a row's own length */
  uint32_t format;  /* fl_format; 0 = FL_B8G8R8A8_UNORM */
  uint32_t flip;    /* 1 = the first row is the lowest, as OpenGL has it */
  uint32_t replace; /* 1 = objects of these names are removed first: for a producer that restarts under an id of its
                       own. Without effect on Windows, where names go with their last handle. */
} fl_options;

typedef struct fl_writer fl_writer;

/* Creates hook info, texture and both buffer mutexes. On failure nothing is left behind, `*writer` is NULL and `error`
 * (may be NULL) says why. */
fl_result fl_create(const fl_options* options, fl_writer** writer, fl_error* error);

/* Takes a free buffer by try-lock: the one not written last, else the other. Returns its first byte (pitch * height
 * bytes) and, where `pitch` is not NULL, its pitch in bytes. NULL when both are being read: drop the frame. */
void* fl_begin_frame(fl_writer* writer, uint32_t* pitch);

/* Releases the buffer and publishes it. Returns its index, 0 or 1; -1 without fl_begin_frame. */
int fl_end_frame(fl_writer* writer);

/* Releases the buffer without publishing it: what was written into it so far is nobody's frame. */
void fl_cancel_frame(fl_writer* writer);

/* Another size, as a hook does it: a new texture under the next map_id. An open frame is abandoned without being
 * published. On failure the old size stays. `pitch` may be 0. */
fl_result fl_resize(fl_writer* writer, uint32_t width, uint32_t height, uint32_t pitch, fl_error* error);

/* Removes every object. NULL is allowed. */
void fl_destroy(fl_writer* writer);

uint32_t fl_pitch(const fl_writer* writer);
uint32_t fl_height(const fl_writer* writer);
uint32_t fl_map_id(const fl_writer* writer);
const char* fl_hook_info_name(const fl_writer* writer);
const char* fl_texture_name(const fl_writer* writer);

/* Bytes of one pixel of a format, 0 for one that is not listed above. */
uint32_t fl_bytes_per_pixel(uint32_t format);

/* For replaying recordings and for testing readers. */

/* The bytes of both mappings, as somebody recorded them; the texture's first 12 bytes say where its buffers are. */
typedef struct fl_recording {
  fl_dialect dialect;
  uint64_t id;
  uint64_t window;
  uint32_t map_id;
  const void* hook_info;
  size_t hook_info_bytes;
  const void* texture;
  size_t texture_bytes;
} fl_recording;

/* Puts a recording back under names with `id`; its last_tex becomes -1 until fl_publish. fl_begin_frame and fl_resize
 * are not for such a writer. */
fl_result fl_replay(const fl_recording* recording, fl_writer** writer, fl_error* error);

/* Takes one buffer's mutex and keeps it until fl_unlock. 0 when it is busy. Buffers are 0 and 1; any other is refused.
 */
int fl_try_lock(fl_writer* writer, int buffer);
void fl_unlock(fl_writer* writer, int buffer);

/* Stores which buffer is the newest. */
void fl_publish(fl_writer* writer, int buffer);

#ifdef __cplusplus
}
#endif
#endif /* FRAMELATCH_H */

#ifdef FRAMELATCH_IMPLEMENTATION
#ifndef FRAMELATCH_IMPLEMENTED
#define FRAMELATCH_IMPLEMENTED

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#include <windows.h>
#else
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

#ifdef __cplusplus
#define FL__CAST(type, value) static_cast<type>(value)
#else
#define FL__CAST(type, value) ((type)(value))
#endif

#define FL__NAME_BYTES 96
#define FL__CAPTURE_HOOK_BYTES 648u
#define FL__GAME_CAPTURE_BYTES 56u
#define FL__TEXTURE_HEADER_BYTES 32u

/* A mapping that this process created. */
typedef struct fl__region {
  char name[FL__NAME_BYTES]; /* empty = there is none */
  unsigned char* data;
  size_t bytes;
#ifdef _WIN32
  HANDLE handle;
#endif
} fl__region;

typedef struct fl__mutex {
  char name[FL__NAME_BYTES];
  int held;
#ifdef _WIN32
  HANDLE handle;
#else
  int file;
#endif
} fl__mutex;

struct fl_writer {
  fl_options options;
  uint64_t window;
  uint32_t map_id;
  uint32_t pitch;
  uint32_t offsets[2];
  int next_buffer;
  int open_buffer; /* between begin and end; -1 */
  fl__region hook_info;
  fl__region texture;
  fl__mutex mutexes[2];
  fl_writer* next; /* of this process's writers, for its forked children */
};

/* ---- named objects of the system ---- */

static fl_result fl__fail(fl_error* error, fl_result result, long system_code, const char* object) {
  if (error != NULL) {
    error->result = result;
    error->system_code = system_code;
    snprintf(error->object, sizeof error->object, "%s", object);
  }
  return result;
}

#ifdef _WIN32

static void fl__wide(const char* name, wchar_t* wide) {
  size_t i = 0;
  do wide[i] = FL__CAST(wchar_t, name[i]);
  while (name[i++] != 0);
}

static fl_result fl__system(fl_error* error, DWORD code, const char* object) {
  switch (code) {
    case ERROR_ALREADY_EXISTS:
    case ERROR_INVALID_HANDLE: /* an object of another kind has the name: all kinds share one space */
      return fl__fail(error, FL_EXISTS, FL__CAST(long, code), object);
    case ERROR_ACCESS_DENIED:
      return fl__fail(error, FL_DENIED, FL__CAST(long, code), object);
    case ERROR_COMMITMENT_LIMIT:
    case ERROR_NOT_ENOUGH_MEMORY:
      return fl__fail(error, FL_NO_SPACE, FL__CAST(long, code), object);
    default:
      return fl__fail(error, FL_SYSTEM, FL__CAST(long, code), object);
  }
}

static uint64_t fl__process_id(void) { return GetCurrentProcessId(); }

static fl_result fl__create_region(fl__region* region, const char* name, size_t bytes, fl_error* error) {
  wchar_t wide[FL__NAME_BYTES];
  DWORD code = 0;
  fl__wide(name, wide);
  region->handle = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE,
                                      FL__CAST(DWORD, FL__CAST(uint64_t, bytes) >> 32), FL__CAST(DWORD, bytes), wide);
  code = GetLastError();
  if (region->handle == NULL || code == ERROR_ALREADY_EXISTS) {
    if (region->handle != NULL) CloseHandle(region->handle);
    return fl__system(error, code, name);
  }
  region->data = FL__CAST(unsigned char*, MapViewOfFile(region->handle, FILE_MAP_ALL_ACCESS, 0, 0, bytes));
  if (region->data == NULL) {
    code = GetLastError();
    CloseHandle(region->handle);
    return fl__system(error, code, name);
  }
  region->bytes = bytes;
  snprintf(region->name, sizeof region->name, "%s", name);
  return FL_OK;
}

static void fl__remove_region(fl__region* region) {
  if (region->name[0] == 0) return;
  UnmapViewOfFile(region->data);
  CloseHandle(region->handle);
  region->name[0] = 0;
}

static fl_result fl__create_mutex(fl__mutex* mutex, const char* name, fl_error* error) {
  wchar_t wide[FL__NAME_BYTES];
  DWORD code = 0;
  fl__wide(name, wide);
  mutex->handle = CreateMutexW(NULL, FALSE, wide);
  code = GetLastError();
  /* A reader that still has the last producer's mutex open keeps its name: it is the same mutex, and no harm. */
  if (mutex->handle == NULL) return fl__system(error, code, name);
  snprintf(mutex->name, sizeof mutex->name, "%s", name);
  return FL_OK;
}

static void fl__unlock_mutex(fl__mutex* mutex) {
  if (!mutex->held) return;
  mutex->held = 0;
  ReleaseMutex(mutex->handle);
}

static int fl__try_lock_mutex(fl__mutex* mutex) {
  DWORD result = 0;
  /* Windows would let the owning thread in again. */
  if (mutex->held) return 0;
  result = WaitForSingleObject(mutex->handle, 0);
  mutex->held = result == WAIT_OBJECT_0 || result == WAIT_ABANDONED;
  return mutex->held;
}

static void fl__remove_mutex(fl__mutex* mutex) {
  if (mutex->name[0] == 0) return;
  fl__unlock_mutex(mutex);
  CloseHandle(mutex->handle);
  mutex->name[0] = 0;
}

static void fl__remember(fl_writer* writer) { (void)writer; }
static void fl__forget(fl_writer* writer) { (void)writer; }
static void fl__remove_name(const char* name) { (void)name; }

static void fl__store_release(unsigned char* at, int32_t value) { InterlockedExchange((volatile LONG*)at, value); }

#else /* POSIX */

static fl_result fl__system(fl_error* error, int code, const char* object) {
  switch (code) {
    case EEXIST:
      return fl__fail(error, FL_EXISTS, code, object);
    case EACCES:
    case EPERM:
    case EROFS:
      return fl__fail(error, FL_DENIED, code, object);
    case ENOSPC:
      return fl__fail(error, FL_NO_SPACE, code, object);
    case ENOMEM:
      return fl__fail(error, FL_NO_MEMORY, code, object);
    default:
      return fl__fail(error, FL_SYSTEM, code, object);
  }
}

static uint64_t fl__process_id(void) { return FL__CAST(uint64_t, getpid()); }

/* A POSIX name begins with a slash. */
static void fl__object_name(const char* name, char* object) {
  snprintf(object, FL__NAME_BYTES + 1, "/%.*s", FL__NAME_BYTES - 1, name);
}

static void fl__remove_name(const char* name) {
  char object[FL__NAME_BYTES + 1];
  fl__object_name(name, object);
  shm_unlink(object);
}

/* An object with memory for every byte: with ftruncate alone a full tmpfs would answer the first store with SIGBUS. */
static int fl__create_object(const char* name, size_t bytes, fl_error* error, fl_result* result) {
  char object[FL__NAME_BYTES + 1];
  int file = -1;
  int code = EINTR;
  fl__object_name(name, object);
  file = shm_open(object, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file < 0) {
    *result = fl__system(error, errno, name);
    return -1;
  }
  while (code == EINTR) code = posix_fallocate(file, 0, FL__CAST(off_t, bytes));
  if (code != 0) {
    close(file);
    shm_unlink(object);
    *result = fl__system(error, code, name);
    return -1;
  }
  *result = FL_OK;
  return file;
}

static fl_result fl__create_region(fl__region* region, const char* name, size_t bytes, fl_error* error) {
  fl_result result = FL_OK;
  void* address = NULL;
  int code = 0;
  const int file = fl__create_object(name, bytes, error, &result);
  if (file < 0) return result;
  address = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  code = errno;
  close(file);
  if (address == MAP_FAILED) {
    fl__remove_name(name);
    return fl__system(error, code, name);
  }
  region->data = FL__CAST(unsigned char*, address);
  region->bytes = bytes;
  snprintf(region->name, sizeof region->name, "%s", name);
  return FL_OK;
}

static void fl__remove_region(fl__region* region) {
  if (region->name[0] == 0) return;
  munmap(region->data, region->bytes);
  fl__remove_name(region->name);
  region->name[0] = 0;
}

#define FL__MUTEX_BYTES 16
#define FL__OWNER_AT 8

static fl_result fl__create_mutex(fl__mutex* mutex, const char* name, fl_error* error) {
  const uint32_t words[4] = {0x584D4C46u /* FLMX */, 1, 0, 0};
  fl_result result = FL_OK;
  const int file = fl__create_object(name, FL__MUTEX_BYTES, error, &result);
  if (file < 0) return result;
  if (pwrite(file, words, sizeof words, 0) != FL__CAST(ssize_t, sizeof words)) {
    const int code = errno;
    close(file);
    fl__remove_name(name);
    return fl__system(error, code, name);
  }
  mutex->file = file;
  snprintf(mutex->name, sizeof mutex->name, "%s", name);
  return FL_OK;
}

static int fl__write_owner(const fl__mutex* mutex, uint32_t owner) {
  return pwrite(mutex->file, &owner, sizeof owner, FL__OWNER_AT) == FL__CAST(ssize_t, sizeof owner);
}

static int fl__try_lock_mutex(fl__mutex* mutex) {
  if (mutex->held || mutex->file < 0 || flock(mutex->file, LOCK_EX | LOCK_NB) != 0) return 0;
  /* An object that was cut short protects nothing. */
  if (!fl__write_owner(mutex, FL__CAST(uint32_t, getpid()))) {
    flock(mutex->file, LOCK_UN);
    return 0;
  }
  mutex->held = 1;
  return 1;
}

/* The owner that is written here, none, also clears the mark of one that died: its buffer was rewritten whole. */
static void fl__unlock_mutex(fl__mutex* mutex) {
  if (!mutex->held) return;
  mutex->held = 0;
  fl__write_owner(mutex, 0);
  flock(mutex->file, LOCK_UN);
}

static void fl__remove_mutex(fl__mutex* mutex) {
  if (mutex->name[0] == 0) return;
  fl__unlock_mutex(mutex);
  if (mutex->file >= 0) close(mutex->file);
  fl__remove_name(mutex->name);
  mutex->name[0] = 0;
}

static pthread_mutex_t fl__writers_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t fl__fork_once = PTHREAD_ONCE_INIT;
static fl_writer* fl__writers = NULL;

static void fl__before_fork(void) { pthread_mutex_lock(&fl__writers_lock); }
static void fl__after_fork(void) { pthread_mutex_unlock(&fl__writers_lock); }

/* A forked child must not keep its parent's locks: one that is held when the parent dies would never be free again. */
static void fl__in_child(void) {
  fl_writer* writer = fl__writers;
  for (; writer != NULL; writer = writer->next) {
    int buffer = 0;
    for (; buffer < 2; ++buffer) {
      close(writer->mutexes[buffer].file);
      writer->mutexes[buffer].file = -1;
      writer->mutexes[buffer].held = 0;
      writer->mutexes[buffer].name[0] = 0;
    }
    /* The names are the parent's to remove. */
    writer->hook_info.name[0] = 0;
    writer->texture.name[0] = 0;
  }
  pthread_mutex_unlock(&fl__writers_lock);
}

static void fl__watch_forks(void) { pthread_atfork(fl__before_fork, fl__after_fork, fl__in_child); }

static void fl__remember(fl_writer* writer) {
  pthread_once(&fl__fork_once, fl__watch_forks);
  pthread_mutex_lock(&fl__writers_lock);
  writer->next = fl__writers;
  fl__writers = writer;
  pthread_mutex_unlock(&fl__writers_lock);
}

static void fl__forget(fl_writer* writer) {
  fl_writer** at = &fl__writers;
  pthread_mutex_lock(&fl__writers_lock);
  while (*at != NULL && *at != writer) at = &(*at)->next;
  if (*at != NULL) *at = writer->next;
  pthread_mutex_unlock(&fl__writers_lock);
}

static void fl__store_release(unsigned char* at, int32_t value) {
  __atomic_store_n((int32_t*)(void*)at, value, __ATOMIC_RELEASE);
}

#endif /* POSIX */

/* ---- the capture hook's layout (docs/capture-hook.md): all integers little-endian ---- */

static void fl__put32(unsigned char* at, uint32_t value) {
  int i = 0;
  for (; i < 4; ++i) at[i] = FL__CAST(unsigned char, value >> (8 * i));
}

static uint32_t fl__get32(const unsigned char* at) {
  return FL__CAST(uint32_t, at[0]) | FL__CAST(uint32_t, at[1]) << 8 | FL__CAST(uint32_t, at[2]) << 16 |
         FL__CAST(uint32_t, at[3]) << 24;
}

uint32_t fl_bytes_per_pixel(uint32_t format) {
  switch (format) {
    case FL_R32G32B32A32_FLOAT:
      return 16;
    case FL_R16G16B16A16_FLOAT:
    case FL_R16G16B16A16_UNORM:
      return 8;
    case FL_R10G10B10A2_UNORM:
    case FL_R8G8B8A8_UNORM:
    case FL_R8G8B8A8_UNORM_SRGB:
    case FL_B8G8R8A8_UNORM:
    case FL_B8G8R8X8_UNORM:
    case FL_B8G8R8A8_UNORM_SRGB:
      return 4;
    case FL_B5G6R5_UNORM:
    case FL_B5G5R5A1_UNORM:
      return 2;
    default:
      return 0;
  }
}

typedef struct fl__layout {
  uint32_t pitch;
  uint32_t offsets[2];
  uint32_t bytes;
} fl__layout;

/* Where the buffers are. 0 when a size is none or does not fit into the header's 32 bits. */
static int fl__lay_out(const fl_options* options, fl__layout* layout) {
  const uint64_t row = FL__CAST(uint64_t, options->width) * fl_bytes_per_pixel(options->format);
  const uint64_t pitch = options->pitch != 0 ? options->pitch : row;
  uint64_t aligned = 0;
  if (row == 0 || options->height == 0 || pitch < row || pitch > UINT32_MAX) return 0;
  if (pitch > UINT32_MAX / options->height) return 0;
  aligned = (pitch * options->height + 31) / 32 * 32;
  if (2 * aligned + 2 * FL__TEXTURE_HEADER_BYTES > UINT32_MAX) return 0;
  layout->pitch = FL__CAST(uint32_t, pitch);
  layout->offsets[0] = FL__TEXTURE_HEADER_BYTES;
  layout->offsets[1] = FL__CAST(uint32_t, FL__TEXTURE_HEADER_BYTES + aligned);
  layout->bytes = FL__CAST(uint32_t, 2 * FL__TEXTURE_HEADER_BYTES + 2 * aligned);
  return 1;
}

/* Writes the fields that are the hook's own; those that a capturing application writes are left as they are. */
static void fl__write_hook_info(unsigned char* info, const fl_writer* writer) {
  const fl_options* options = &writer->options;
  const uint32_t map_bytes = FL__CAST(uint32_t, writer->texture.bytes);
  unsigned char* const width = info + (options->dialect == FL_GAME_CAPTURE ? 8 : 20);
  /* The width goes first and comes last: a reader finds no capture meanwhile, not half of one. */
  fl__store_release(width, 0);
  if (options->dialect == FL_GAME_CAPTURE) {
    fl__put32(info + 4, 0); /* type: memory */
    fl__put32(info + 12, options->height);
    fl__put32(info + 16, options->format);
    fl__put32(info + 20, writer->pitch);
    fl__put32(info + 24, writer->map_id);
    fl__put32(info + 28, map_bytes);
    info[32] = options->flip != 0;
    fl__store_release(width, FL__CAST(int32_t, options->width));
    return;
  }
  fl__put32(info, 1);     /* hook_ver_major */
  fl__put32(info + 4, 8); /* hook_ver_minor */
  fl__put32(info + 8, 0); /* type: memory */
  fl__put32(info + 12, FL__CAST(uint32_t, writer->window));
  fl__put32(info + 16, options->format);
  fl__put32(info + 24, options->height);
  fl__put32(info + 36, writer->pitch);
  fl__put32(info + 40, writer->map_id);
  fl__put32(info + 44, map_bytes);
  info[48] = options->flip != 0;
  fl__store_release(width, FL__CAST(int32_t, options->width));
}

static const char* fl__prefix(fl_dialect dialect) { return dialect == FL_GAME_CAPTURE ? "GameCapture" : "CaptureHook"; }

static void fl__texture_name(const fl_writer* writer, uint32_t map_id, char* name) {
  snprintf(name, FL__NAME_BYTES, "%s_Texture_%llu_%lu", fl__prefix(writer->options.dialect),
           FL__CAST(unsigned long long, writer->window), FL__CAST(unsigned long, map_id));
}

static void fl__id_name(const fl_writer* writer, const char* object, char* name) {
  snprintf(name, FL__NAME_BYTES, "%s_%s%llu", fl__prefix(writer->options.dialect), object,
           FL__CAST(unsigned long long, writer->options.id));
}

/* ---- the writer ---- */

static fl_writer* fl__new_writer(const fl_options* options) {
  fl_writer* writer = FL__CAST(fl_writer*, calloc(1, sizeof *writer));
  if (writer == NULL) return NULL;
  writer->options = *options;
  if (writer->options.id == 0) writer->options.id = fl__process_id();
  if (writer->options.format == 0) writer->options.format = FL_B8G8R8A8_UNORM;
  /* Readers of GameCapture look for the texture by the number in the names, which is where such a hook has its pid. */
  writer->window = options->window;
  if (writer->window == 0 && options->dialect == FL_GAME_CAPTURE) writer->window = writer->options.id;
  /* A texture is named by its window alone: two producers without one must not meet. */
  if (writer->window == 0) writer->window = writer->options.id & 0xFFFFFFFFu;
  if (writer->window == 0) writer->window = 0x10000u;
  writer->map_id = 1;
  writer->open_buffer = -1;
#ifndef _WIN32
  writer->mutexes[0].file = -1;
  writer->mutexes[1].file = -1;
#endif
  return writer;
}

static fl_result fl__create_mutexes(fl_writer* writer, fl_error* error) {
  int buffer = 0;
  for (; buffer < 2; ++buffer) {
    char name[FL__NAME_BYTES];
    fl_result result = FL_OK;
    fl__id_name(writer, buffer == 0 ? "TextureMutex1" : "TextureMutex2", name);
    if (writer->options.replace) fl__remove_name(name);
    result = fl__create_mutex(&writer->mutexes[buffer], name, error);
    if (result != FL_OK) return result;
  }
  return FL_OK;
}

static fl_result fl__create_texture(const fl_writer* writer, const fl__layout* layout, uint32_t map_id,
                                    fl__region* texture, fl_error* error) {
  char name[FL__NAME_BYTES];
  fl_result result = FL_OK;
  fl__texture_name(writer, map_id, name);
  if (writer->options.replace) fl__remove_name(name);
  result = fl__create_region(texture, name, layout->bytes, error);
  if (result != FL_OK) return result;
  fl__put32(texture->data, 0xFFFFFFFFu); /* last_tex: nothing yet */
  fl__put32(texture->data + 4, layout->offsets[0]);
  fl__put32(texture->data + 8, layout->offsets[1]);
  return FL_OK;
}

/* Last of all, so that no reader finds a hook info without what it promises. */
static fl_result fl__create_hook_info(fl_writer* writer, size_t bytes, fl_error* error) {
  char name[FL__NAME_BYTES];
  fl__id_name(writer, "HookInfo", name);
  if (writer->options.replace) fl__remove_name(name);
  return fl__create_region(&writer->hook_info, name, bytes, error);
}

static void fl__use_layout(fl_writer* writer, const fl__layout* layout) {
  writer->pitch = layout->pitch;
  writer->offsets[0] = layout->offsets[0];
  writer->offsets[1] = layout->offsets[1];
  writer->next_buffer = 0;
}

fl_result fl_create(const fl_options* options, fl_writer** writer, fl_error* error) {
  fl__layout layout;
  fl_writer* created = fl__new_writer(options);
  fl_result result = FL_OK;
  *writer = NULL;
  if (created == NULL) return fl__fail(error, FL_NO_MEMORY, 0, "writer");
  if (!fl__lay_out(&created->options, &layout)) {
    free(created);
    return fl__fail(error, FL_INVALID, 0, "size, pitch or format");
  }
  result = fl__create_mutexes(created, error);
  if (result == FL_OK) result = fl__create_texture(created, &layout, created->map_id, &created->texture, error);
  if (result == FL_OK) {
    const int is_game_capture = created->options.dialect == FL_GAME_CAPTURE;
    fl__use_layout(created, &layout);
    result = fl__create_hook_info(created, is_game_capture ? FL__GAME_CAPTURE_BYTES : FL__CAPTURE_HOOK_BYTES, error);
  }
  fl__remember(created);
  if (result != FL_OK) {
    fl_destroy(created);
    return result;
  }
  fl__write_hook_info(created->hook_info.data, created);
  *writer = created;
  return FL_OK;
}

fl_result fl_replay(const fl_recording* recording, fl_writer** writer, fl_error* error) {
  fl_options options;
  fl_writer* created = NULL;
  char name[FL__NAME_BYTES];
  fl_result result = FL_OK;
  *writer = NULL;
  if (recording->texture_bytes < FL__TEXTURE_HEADER_BYTES || recording->hook_info_bytes == 0) {
    return fl__fail(error, FL_INVALID, 0, "recording");
  }
  memset(&options, 0, sizeof options);
  options.dialect = recording->dialect;
  options.id = recording->id;
  created = fl__new_writer(&options);
  if (created == NULL) return fl__fail(error, FL_NO_MEMORY, 0, "writer");
  created->window = recording->window; /* as it was recorded, none included */
  created->map_id = recording->map_id;
  result = fl__create_mutexes(created, error);
  if (result == FL_OK) {
    fl__texture_name(created, created->map_id, name);
    result = fl__create_region(&created->texture, name, recording->texture_bytes, error);
  }
  if (result == FL_OK) {
    memcpy(created->texture.data, recording->texture, recording->texture_bytes);
    fl__put32(created->texture.data, 0xFFFFFFFFu);
    created->offsets[0] = fl__get32(created->texture.data + 4);
    created->offsets[1] = fl__get32(created->texture.data + 8);
    result = fl__create_hook_info(created, recording->hook_info_bytes, error);
  }
  fl__remember(created);
  if (result != FL_OK) {
    fl_destroy(created);
    return result;
  }
  memcpy(created->hook_info.data, recording->hook_info, recording->hook_info_bytes);
  *writer = created;
  return FL_OK;
}

static int fl__is_buffer(int buffer) { return buffer == 0 || buffer == 1; }

int fl_try_lock(fl_writer* writer, int buffer) {
  return fl__is_buffer(buffer) && fl__try_lock_mutex(&writer->mutexes[buffer]);
}

void fl_unlock(fl_writer* writer, int buffer) {
  if (fl__is_buffer(buffer)) fl__unlock_mutex(&writer->mutexes[buffer]);
}

/* Release order: a reader that sees the index sees the pixels. */
void fl_publish(fl_writer* writer, int buffer) {
  if (fl__is_buffer(buffer)) fl__store_release(writer->texture.data, buffer);
}

void* fl_begin_frame(fl_writer* writer, uint32_t* pitch) {
  int tries = 0;
  if (pitch != NULL) *pitch = writer->pitch;
  for (; tries < 2; ++tries) {
    const int buffer = tries == 0 ? writer->next_buffer : 1 - writer->next_buffer;
    if (!fl_try_lock(writer, buffer)) continue;
    writer->open_buffer = buffer;
    return writer->texture.data + writer->offsets[buffer];
  }
  return NULL;
}

int fl_end_frame(fl_writer* writer) {
  const int buffer = writer->open_buffer;
  if (buffer < 0) return -1;
  writer->open_buffer = -1;
  fl_unlock(writer, buffer);
  fl_publish(writer, buffer);
  writer->next_buffer = 1 - buffer;
  return buffer;
}

void fl_cancel_frame(fl_writer* writer) {
  if (writer->open_buffer >= 0) fl_unlock(writer, writer->open_buffer);
  writer->open_buffer = -1;
}

fl_result fl_resize(fl_writer* writer, uint32_t width, uint32_t height, uint32_t pitch, fl_error* error) {
  fl_options options = writer->options;
  fl__layout layout;
  fl__region texture;
  fl_result result = FL_OK;
  options.width = width;
  options.height = height;
  options.pitch = pitch;
  if (!fl__lay_out(&options, &layout)) return fl__fail(error, FL_INVALID, 0, "size or pitch");
  memset(&texture, 0, sizeof texture);
  result = fl__create_texture(writer, &layout, writer->map_id + 1, &texture, error);
  if (result != FL_OK) return result;
  fl_cancel_frame(writer);
  fl__remove_region(&writer->texture);
  writer->texture = texture;
  writer->options = options;
  writer->map_id += 1;
  fl__use_layout(writer, &layout);
  fl__write_hook_info(writer->hook_info.data, writer);
  return FL_OK;
}

void fl_destroy(fl_writer* writer) {
  if (writer == NULL) return;
  fl__forget(writer);
  fl__remove_region(&writer->hook_info);
  fl__remove_region(&writer->texture);
  fl__remove_mutex(&writer->mutexes[1]);
  fl__remove_mutex(&writer->mutexes[0]);
  free(writer);
}

uint32_t fl_pitch(const fl_writer* writer) { return writer->pitch; }
uint32_t fl_height(const fl_writer* writer) { return writer->options.height; }
uint32_t fl_map_id(const fl_writer* writer) { return writer->map_id; }
const char* fl_hook_info_name(const fl_writer* writer) { return writer->hook_info.name; }
const char* fl_texture_name(const fl_writer* writer) { return writer->texture.name; }

#endif /* FRAMELATCH_IMPLEMENTED */
#endif /* FRAMELATCH_IMPLEMENTATION */
