/*
 * The consumer overwrites what the producer wrote; the producer prints it.
 *
 *     producer NAME CONSUMER    CONSUMER: the command that starts the other side, in C or TypeScript
 */
#define _POSIX_C_SOURCE 200809L
#include "shared.h"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  Message* message = map_message(argv[1], 1);
  if (message == NULL) {
    fprintf(stderr, "cannot create %s\n", argv[1]);
    return 1;
  }
  strcpy(message->text, "from the producer");
  for (int i = 0; i < 8; ++i) message->bytes[i] = (uint8_t)(i + 1);
  int code = system(argv[2]);
  print_message("producer", message);
  remove_message(argv[1]);
  return code != 0;
}
