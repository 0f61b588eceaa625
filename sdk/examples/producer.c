/*
 * A producer in C: a moving gradient, 60 times a second.
 *
 *     cc -std=c99 -O2 producer.c -o producer && ./producer [ID] [FRAMES]
 *
 * Watch it with `framelatch watch ID`, or in the window.
 */
/* clang-format off */
/* Before any other header: it asks for what a strict C99 compiler hides. */
#define FRAMELATCH_IMPLEMENTATION
#include "../framelatch.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
/* clang-format on */

#ifdef _WIN32
static void wait_for_next_frame(void) { Sleep(16); }
#else
#include <time.h>
static void wait_for_next_frame(void) {
  const struct timespec sixtieth = {0, 16666667};
  nanosleep(&sixtieth, NULL);
}
#endif

static volatile sig_atomic_t is_ended = 0;

/* What is removed in order leaves nothing for `framelatch clean`. */
static void on_end(int signal_number) {
  (void)signal_number;
  is_ended = 1;
}

static void draw(unsigned char* pixels, uint32_t pitch, uint32_t width, uint32_t height, unsigned number) {
  uint32_t x;
  uint32_t y;
  for (y = 0; y < height; ++y) {
    unsigned char* row = pixels + (size_t)y * pitch;
    for (x = 0; x < width; ++x) {
      row[4 * x + 0] = (unsigned char)(x + number);     /* blue */
      row[4 * x + 1] = (unsigned char)(y + 2 * number); /* green */
      row[4 * x + 2] = (unsigned char)number;           /* red */
      row[4 * x + 3] = 255;
    }
  }
}

int main(int count, char** arguments) {
  const unsigned frames = count > 2 ? (unsigned)strtoul(arguments[2], NULL, 10) : 0; /* 0 = until it is ended */
  fl_options options = {FL_CAPTURE_HOOK, 0, 0, 640, 360, 0, FL_B8G8R8A8_UNORM, 0, 0};
  fl_writer* writer = NULL;
  fl_error error;
  unsigned number;
  unsigned dropped = 0;
  if (count > 1) options.id = strtoull(arguments[1], NULL, 10);
  if (fl_create(&options, &writer, &error) != FL_OK) {
    fprintf(stderr, "cannot create %s: result %d, system code %ld\n", error.object, error.result, error.system_code);
    return 1;
  }
  printf("%s\n", fl_hook_info_name(writer));
  fflush(stdout);
  signal(SIGINT, on_end);
  signal(SIGTERM, on_end);
  for (number = 1; !is_ended && (frames == 0 || number <= frames); ++number) {
    uint32_t pitch;
    unsigned char* pixels = (unsigned char*)fl_begin_frame(writer, &pitch);
    if (pixels != NULL) {
      draw(pixels, pitch, options.width, options.height, number);
      fl_end_frame(writer);
    } else {
      ++dropped;
    }
    wait_for_next_frame();
  }
  printf("%u frames, %u dropped\n", number - 1, dropped);
  fl_destroy(writer);
  return 0;
}
