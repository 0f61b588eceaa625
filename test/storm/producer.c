/*
 * A producer for the kill storm. It ends itself by SIGKILL in front of its step number KILL_AT; a step stands between
 * any two stores that another process can see: between objects, header fields, rows of a frame, lock and publication.
 *
 *     storm_producer hook|camera|raw ID KILL_AT SEED
 *
 * With KILL_AT 0 it says "ready", produces until its standard input ends, and removes its objects. Every pixel of a
 * frame has one grey, so a picture with two is torn. It shares no code with the product (docs/capture-hook.md,
 * docs/layouts.md and docs/posix-objects.md are what it follows).
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_BYTES = 96, MUTEX_BYTES = 16, HOOK_INFO_BYTES = 648, MOST_OBJECTS = 8 };

static uint64_t kill_at;
static uint64_t steps;
static uint64_t id;
static unsigned seed;

static void step(void) {
  if (++steps == kill_at) raise(SIGKILL);
}

/*
 * A producer that is wrong on purpose: it takes no lock and publishes a buffer before it has drawn it, so that the
 * storm can be seen to find torn pictures.
 */
static int is_wrong;

static void fail(const char* what) {
  perror(what);
  exit(1);
}

/* ---- objects ---- */

struct object {
  char name[NAME_BYTES];
  unsigned char* data;
  size_t bytes;
  int file;
};

static struct object* living[MOST_OBJECTS];

static void create(struct object* object, const char* name, size_t bytes) {
  snprintf(object->name, sizeof object->name, "/%s", name);
  object->bytes = bytes;
  shm_unlink(object->name); /* what a killed predecessor left */
  step();
  object->file = shm_open(object->name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (object->file < 0) fail(object->name);
  step();
  if (posix_fallocate(object->file, 0, (off_t)bytes) != 0) fail("posix_fallocate");
  step();
  object->data = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, object->file, 0);
  if (object->data == MAP_FAILED) fail("mmap");
  for (int i = 0; i < MOST_OBJECTS; ++i) {
    if (living[i] != NULL) continue;
    living[i] = object;
    break;
  }
}

static void destroy(struct object* object) {
  shm_unlink(object->name);
  step();
  munmap(object->data, object->bytes);
  close(object->file);
  for (int i = 0; i < MOST_OBJECTS; ++i) {
    if (living[i] == object) living[i] = NULL;
  }
}

static void put32(struct object* object, size_t at, uint32_t value) {
  __atomic_store_n((uint32_t*)(void*)(object->data + at), value, __ATOMIC_RELEASE);
  step();
}

/* ---- mutexes (docs/posix-objects.md) ---- */

static void create_mutex(struct object* mutex, const char* name) {
  create(mutex, name, MUTEX_BYTES);
  put32(mutex, 4, 1);
  put32(mutex, 0, 0x584D4C46);
}

static int try_lock(struct object* mutex) {
  if (is_wrong) return 1;
  if (flock(mutex->file, LOCK_EX | LOCK_NB) != 0) return 0;
  step();
  put32(mutex, 8, (uint32_t)getpid());
  return 1;
}

static void unlock(struct object* mutex) {
  if (is_wrong) return;
  put32(mutex, 8, 0);
  flock(mutex->file, LOCK_UN);
  step();
}

/* ---- pixels ---- */

/* Row by row, now and then slowly: whoever looks meanwhile finds half a picture. */
static void fill(unsigned char* target, size_t pitch, uint32_t rows, unsigned char grey) {
  for (uint32_t row = 0; row < rows; ++row) {
    memset(target + row * pitch, grey, pitch);
    if (rand_r(&seed) % 16 == 0) usleep(300);
    step();
  }
}

/* ---- a capture hook ---- */

static struct object hook_info, hook_texture, mutexes[2];
static uint32_t width, height, map_id;
static int next_buffer;

static size_t aligned_bytes(void) { return ((size_t)width * 4 * height + 31) / 32 * 32; }

/* As a hook does: the texture first, then each field in its place. */
static void write_capture(uint32_t new_width, uint32_t new_height) {
  char name[NAME_BYTES];
  width = new_width;
  height = new_height;
  map_id += 1;
  snprintf(name, sizeof name, "CaptureHook_Texture_%u_%u", (unsigned)(id & 0xFFFFFFFFu), map_id);
  create(&hook_texture, name, 64 + 2 * aligned_bytes());
  put32(&hook_texture, 4, 32);
  put32(&hook_texture, 8, (uint32_t)(32 + aligned_bytes()));
  put32(&hook_texture, 0, 0xFFFFFFFFu);
  put32(&hook_info, 0, 1);
  put32(&hook_info, 4, 8);
  put32(&hook_info, 8, 0);
  put32(&hook_info, 12, (uint32_t)id);
  put32(&hook_info, 16, 87);
  put32(&hook_info, 40, map_id);
  put32(&hook_info, 44, (uint32_t)hook_texture.bytes);
  put32(&hook_info, 36, width * 4);
  put32(&hook_info, 20, width);
  put32(&hook_info, 24, height);
  next_buffer = 0;
}

static void create_hook(void) {
  char name[NAME_BYTES];
  for (int i = 0; i < 2; ++i) {
    snprintf(name, sizeof name, "CaptureHook_TextureMutex%d%llu", i + 1, (unsigned long long)id);
    create_mutex(&mutexes[i], name);
  }
  snprintf(name, sizeof name, "CaptureHook_HookInfo%llu", (unsigned long long)id);
  create(&hook_info, name, HOOK_INFO_BYTES);
  write_capture(64, 24);
}

static void publish_hook(uint32_t frame) {
  /* Not the steady one: what an observer holds is counted beside it. */
  if (kill_at != 0 && frame % 16 == 15) {
    const int is_small = width == 64;
    destroy(&hook_texture);
    write_capture(is_small ? 96 : 64, is_small ? 40 : 24);
  }
  for (int tries = 0; tries < 2; ++tries) {
    const int buffer = tries == 0 ? next_buffer : 1 - next_buffer;
    if (!try_lock(&mutexes[buffer])) continue;
    if (is_wrong) put32(&hook_texture, 0, (uint32_t)buffer);
    fill(hook_texture.data + 32 + (size_t)buffer * aligned_bytes(), (size_t)width * 4, height, (unsigned char)frame);
    unlock(&mutexes[buffer]);
    put32(&hook_texture, 0, (uint32_t)buffer);
    next_buffer = 1 - buffer;
    return;
  }
}

/* ---- a virtual camera's queue: no lock ---- */

static struct object queue;
static uint32_t slots[3];

static void create_camera(void) {
  char name[NAME_BYTES];
  const uint32_t picture = 64 * 24 * 3 / 2;
  const uint32_t slot = (picture + 32 + 31) / 32 * 32;
  width = 64;
  height = 24;
  snprintf(name, sizeof name, "storm-camera-%llu", (unsigned long long)id);
  create(&queue, name, 96 + 3 * (size_t)slot);
  put32(&queue, 8, 1);
  for (uint32_t i = 0; i < 3; ++i) {
    slots[i] = 96 + i * slot;
    put32(&queue, 12 + 4 * (size_t)i, slots[i]);
  }
  put32(&queue, 28, width);
  put32(&queue, 32, height);
  put32(&queue, 40, 333333);
}

static void publish_camera(uint32_t frame) {
  unsigned char* picture = queue.data + slots[frame % 3] + 32;
  put32(&queue, 0, frame);
  fill(picture, width, height, (unsigned char)frame);
  fill(picture + (size_t)width * height, width, height / 2, 128);
  put32(&queue, 4, frame);
  put32(&queue, 8, 2);
}

/* ---- a raw region: two buffers, an index, two mutexes ---- */

static struct object raw;

static void create_raw(void) {
  char name[NAME_BYTES];
  width = 64;
  height = 24;
  for (int i = 0; i < 2; ++i) {
    snprintf(name, sizeof name, "storm-mutex-%d-%llu", i, (unsigned long long)id);
    create_mutex(&mutexes[i], name);
  }
  snprintf(name, sizeof name, "storm-raw-%llu", (unsigned long long)id);
  create(&raw, name, 64 + 2 * (size_t)width * 4 * height);
  put32(&raw, 0, 0xFFFFFFFFu);
}

static void publish_raw(uint32_t frame) {
  const size_t bytes = (size_t)width * 4 * height;
  const uint32_t buffer = frame % 2;
  if (!try_lock(&mutexes[buffer])) return;
  if (is_wrong) put32(&raw, 0, buffer);
  fill(raw.data + 64 + buffer * bytes, (size_t)width * 4, height, (unsigned char)frame);
  unlock(&mutexes[buffer]);
  put32(&raw, 0, buffer);
}

/* ---- */

struct kind {
  const char* name;
  void (*create)(void);
  void (*publish)(uint32_t frame);
};

static const struct kind kinds[] = {
    {"hook", create_hook, publish_hook}, {"camera", create_camera, publish_camera}, {"raw", create_raw, publish_raw}};

static int input_has_ended(void) {
  struct pollfd input = {STDIN_FILENO, POLLIN, 0};
  char byte = 0;
  return poll(&input, 1, 0) > 0 && read(STDIN_FILENO, &byte, 1) <= 0;
}

static int produce(const struct kind* kind) {
  kind->create();
  if (kill_at == 0) {
    puts("ready");
    fflush(stdout);
  }
  /* A producer that was to die and did not is an error of the storm. */
  for (uint32_t frame = 1; kill_at == 0 ? !input_has_ended() : frame < 10000; ++frame) {
    kind->publish(frame);
    usleep(500 + (unsigned)rand_r(&seed) % 2000);
  }
  for (int i = 0; i < MOST_OBJECTS; ++i) {
    if (living[i] != NULL) destroy(living[i]);
  }
  return 0;
}

int main(int argument_count, char** arguments) {
  if (argument_count != 5) return 2;
  id = strtoull(arguments[2], NULL, 10);
  kill_at = strtoull(arguments[3], NULL, 10);
  seed = (unsigned)strtoul(arguments[4], NULL, 10);
  is_wrong = getenv("STORM_WITHOUT_LOCKS") != NULL;
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; ++i) {
    if (strcmp(kinds[i].name, arguments[1]) == 0) return produce(&kinds[i]);
  }
  return 2;
}
