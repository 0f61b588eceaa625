/* What goes wrong around a producer that uses the SDK: faults WHAT ID. */
/* clang-format off */
#define FRAMELATCH_IMPLEMENTATION
#include "../../../sdk/framelatch.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* clang-format on */

static fl_result create(uint64_t id, uint32_t replace, fl_writer** writer) {
  fl_options options;
  fl_error error;
  fl_result result;
  memset(&options, 0, sizeof options);
  options.id = id;
  options.width = 64;
  options.height = 48;
  options.replace = replace;
  result = fl_create(&options, writer, &error);
  if (result != FL_OK) printf("refused %d %s\n", result, error.object);
  return result;
}

static void publish(fl_writer* writer, int value) {
  uint32_t pitch = 0;
  void* pixels = fl_begin_frame(writer, &pitch);
  if (pixels == NULL) return;
  memset(pixels, value, (size_t)pitch * fl_height(writer));
  fl_end_frame(writer);
}

int main(int count, char** arguments) {
  const char* what = count > 1 ? arguments[1] : "";
  const uint64_t id = count > 2 ? strtoull(arguments[2], NULL, 10) : 0;
  fl_writer* writer = NULL;
  if (create(id, strcmp(what, "replace") == 0, &writer) != FL_OK) return 3;
  if (strcmp(what, "leave") == 0 || strcmp(what, "replace") == 0) {
    /* As after a crash: nothing is removed. */
    publish(writer, 7);
  } else if (strcmp(what, "fork") == 0) {
    /* Dies holding a buffer while a child of its lives on. */
    fl_begin_frame(writer, NULL);
    if (fork() == 0) {
      printf("child %s\n", fl_begin_frame(writer, NULL) == NULL ? "has no writer" : "writes");
      fl_destroy(writer);
      fflush(stdout);
      sleep(4);
      return 0;
    }
    sleep(1);
    raise(SIGKILL);
  } else if (strcmp(what, "cancel") == 0) {
    void* pixels;
    publish(writer, 1);
    pixels = fl_begin_frame(writer, NULL);
    memset(pixels, 2, 64);
    fl_cancel_frame(writer);
    printf("end without begin: %d\n", fl_end_frame(writer));
    printf("resize to nothing: %d\n", fl_resize(writer, 0, 1, 0, NULL));
    printf("resize: %d", fl_resize(writer, 32, 16, 0, NULL));
    printf(" map_id %u pitch %u\n", fl_map_id(writer), fl_pitch(writer));
    fl_destroy(writer);
  }
  return 0;
}
