// The producer's side has one implementation, the header that users get.
#define FRAMELATCH_IMPLEMENTATION
#include "sdk/framelatch.h"
