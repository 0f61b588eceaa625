/*
 * Reads what the producer wrote, and writes over it.
 *
 *     consumer NAME
 */
#define _POSIX_C_SOURCE 200809L
#include "shared.h"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  Message* message = map_message(argv[1], 0);
  if (message == NULL) {
    fprintf(stderr, "cannot open %s\n", argv[1]);
    return 1;
  }
  print_message("consumer", message);
  memset(message->text, 0, sizeof message->text);
  strcpy(message->text, "from the consumer");
  for (int i = 0; i < 8; ++i) message->bytes[i] = (uint8_t)(message->bytes[i] * 2);
  return 0;
}
