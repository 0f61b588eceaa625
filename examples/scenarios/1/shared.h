/* One region by its name, on Windows and elsewhere: what producer.c and consumer.c share. C99. */
#ifndef SCENARIO_SHARED_H
#define SCENARIO_SHARED_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What goes from one process to the other; the same in message.ts. */
typedef struct {
  char text[64];
  uint8_t bytes[8];
} Message;

#ifdef _WIN32
#include <windows.h>

/* Creates (`create` != 0) or opens the region and maps it; NULL when that fails. */
static inline Message* map_message(const char* name, int create) {
  HANDLE section = create ? CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, sizeof(Message), name)
                          : OpenFileMappingA(FILE_MAP_READ | FILE_MAP_WRITE, FALSE, name);
  /* Error 183: it is somebody else's. The handle is kept as long as the process lives: it keeps the name. */
  if (section == NULL || (create && GetLastError() == ERROR_ALREADY_EXISTS)) return NULL;
  return MapViewOfFile(section, FILE_MAP_READ | FILE_MAP_WRITE, 0, 0, sizeof(Message));
}

static inline void remove_message(const char* name) { (void)name; /* it goes with its last handle */ }
#else
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

static inline Message* map_message(const char* name, int create) {
  char path[128];
  snprintf(path, sizeof path, "/%s", name);
  int file = shm_open(path, create ? O_RDWR | O_CREAT | O_EXCL : O_RDWR, 0600);
  if (file < 0) return NULL;
  /* Not ftruncate: on a full tmpfs that succeeds, and the first write kills the process. */
  if (create && posix_fallocate(file, 0, sizeof(Message)) != 0) return NULL;
  void* memory = mmap(NULL, sizeof(Message), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  return memory == MAP_FAILED ? NULL : memory;
}

static inline void remove_message(const char* name) {
  char path[128];
  snprintf(path, sizeof path, "/%s", name);
  shm_unlink(path);
}
#endif

static inline void print_message(const char* who, const Message* message) {
  printf("%s reads: %.63s,", who, message->text);
  for (size_t i = 0; i < sizeof message->bytes; ++i) printf(" %d", message->bytes[i]);
  printf("\n");
  fflush(stdout);
}

#endif
