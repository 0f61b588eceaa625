/*
 * The lock protocol of a capture hook's two buffers (docs/capture-hook.md, docs/posix-objects.md), for every order in which
 * its steps can fall: a writer that dies at any step and comes back with new objects, a reader, and a second one, of which the
 * others see no more than its locks, that dies at any step and comes back. A frame is two halves, written and read one after the other: a torn one is two numbers that differ.
 *
 *     npm test -- --only model        as it is, no assertion fails; with each mistake below, one does
 *
 * What stands for what:
 *     Writer                            sdk/framelatch.h: fl_begin_frame, fl_end_frame; fl_create after a death
 *     Reader                            native/reader/source_thread.cc: CheckIdentity, Observe;
 *                                       native/reader/deliveries.cc: Deliver, ReadBuffer, LookUnderLock
 *     observe, delivered, candidate     native/reader/publications.cc: Observe, Delivered, Candidates
 *     lock_of, mark                     native/platform/posix/mutex.cc: TryLock, Unlock
 * Fingerprints are exact here: what a sampled one misses, the reader's whole looks find.
 */

#ifndef FRAMES
#define FRAMES 3
#endif
#define GENERATIONS 2 /* of the objects: one re-creation */
#define SLOTS 4
#define AT(g, b) ((g) * 2 + (b)) /* buffer b of generation g */
#define NONE 2                   /* no buffer */
#define NOWHERE 4                /* no slot */
#define FREE 0
#define WRITER 1
#define READER 2
#define OTHER_READER 3

byte frame = 0; /* number of the newest frame that was begun */
byte named = 0; /* the generation that the name names */
byte last_tex[GENERATIONS] = NONE;
byte first_half[SLOTS], second_half[SLOTS];
byte lock_of[SLOTS]; /* the kernel frees it when its owner dies */
bit mark[SLOTS];     /* the mutex's owner word: a writer has it, or died with it */
bit writer_died = 0;

/* ---- the writer ---- */

inline writer_may_die() {
  if
  :: mortal -> goto died
  :: true
  fi
}

/* Tries, and never waits: a frame for which both are busy is dropped. */
inline begin_frame() {
  atomic {
    if
    :: lock_of[AT(g, next)] == FREE -> buffer = next
    :: lock_of[AT(g, next)] != FREE && lock_of[AT(g, 1 - next)] == FREE -> buffer = 1 - next
    :: else -> buffer = NONE
    fi;
    if
    :: buffer != NONE -> lock_of[AT(g, buffer)] = WRITER
    :: else
    fi
  }
}

proctype Writer(byte g; bit mortal) {
  byte buffer, next = 0;
  named = g; /* the header comes last: whoever opens it finds the rest */
  do
  :: frame == FRAMES -> goto ended
  :: frame < FRAMES ->
    frame++;
    begin_frame();
    if
    :: buffer == NONE
    :: else ->
      writer_may_die();
      mark[AT(g, buffer)] = 1;
      writer_may_die();
      first_half[AT(g, buffer)] = frame;
      writer_may_die();
      second_half[AT(g, buffer)] = frame;
      writer_may_die();
      mark[AT(g, buffer)] = 0;
      writer_may_die();
      lock_of[AT(g, buffer)] = FREE;
      writer_may_die();
      last_tex[g] = buffer;
      next = 1 - buffer
    fi
  od;
died:
  atomic {
    writer_died = 1;
    if
    :: buffer != NONE && lock_of[AT(g, buffer)] == WRITER -> lock_of[AT(g, buffer)] = FREE
    :: else
    fi;
    run Writer(g + 1, 0)
  };
ended:
  skip
}

/* ---- what a reader keeps in mind (publications.cc) ----
 * Its numbers of publications matter by their order alone: whether a buffer holds something newer than what was delivered
 * last, and which of the two is the later one. */

/* A look outside the lock. `seen_1`, `seen_2`: the content of the buffer that the index names. */
inline observe(index) {
  atomic {
    moved = (index != current);
    rewritten = (seen_1 != content_1[index] || seen_2 != content_2[index]);
    current = index;
    if
    :: moved && ahead[index] && !rewritten -> ahead[index] = 0
    :: !(moved && ahead[index] && !rewritten) && (moved || rewritten) ->
      content_1[index] = seen_1;
      content_2[index] = seen_2;
      if
      :: !moved && is_new[index]
      :: else ->
        ahead[index] = 0;
        is_new[index] = 1;
        latest = index;
        suspect[index] = 0
      fi
    :: else
    fi;
    moved = 0;
    rewritten = 0
  }
}

/* The named buffer first, then the other, where it holds something newer than what was delivered last. */
inline candidate(number) {
  atomic {
    buffer = NONE;
    if
    :: current == NONE
    :: current != NONE && number == 0 && is_new[current] -> buffer = current
#ifdef MISTAKE_OLDER_BUFFER
    :: current != NONE && number == 1 -> buffer = 1 - current
#else
    :: current != NONE && number == 1 && is_new[1 - current] -> buffer = 1 - current
#endif
    :: else
    fi
  }
}

/* Buffer `buffer` was read under its lock and held `seen_1`, `seen_2`. */
inline delivered() {
  atomic {
    if
    :: (content_1[buffer] != seen_1 || content_2[buffer] != seen_2) && buffer != current ->
      is_new[buffer] = 1;
      latest = buffer;
      ahead[buffer] = 1
    :: else
    fi;
    content_1[buffer] = seen_1;
    content_2[buffer] = seen_2;
    if
    :: latest == buffer -> is_new[1 - buffer] = 0
    :: else
    fi;
    is_new[buffer] = 0
  }
}

/* ---- the reader ---- */

inline reopen() {
  atomic {
    g = named;
    current = NONE;
    is_new[0] = 0;
    is_new[1] = 0;
    latest = 0;
    content_1[0] = 0;
    content_1[1] = 0;
    content_2[0] = 0;
    content_2[1] = 0;
    ahead[0] = 0;
    ahead[1] = 0;
    suspect[0] = 0;
    suspect[1] = 0
  }
}

proctype Reader() {
  byte g = 0, current = NONE;
  byte content_1[2], content_2[2];
  bit is_new[2], ahead[2], suspect[2], latest;
  byte index, buffer, number, seen_1, seen_2, newest = 0;
  bit moved, rewritten;
end:
  do
  :: g != named -> reopen()
  :: true ->
    /* Observe */
    index = last_tex[g];
    if
    :: index == NONE
    :: else ->
      seen_1 = first_half[AT(g, index)];
      seen_2 = second_half[AT(g, index)];
#ifndef MISTAKE_TRUSTS_THE_INDEX
      /* It moved meanwhile: what was seen may be of a frame that is not published yet, newer than the one that is. */
      if
      :: last_tex[g] != index -> index = NONE
      :: else
      fi;
#endif
      if
      :: index != NONE -> observe(index)
      :: else
      fi
    fi;
    /* Deliver */
    d_step { index = 0; seen_1 = 0; seen_2 = 0; number = 0 };
    do
    :: number == 2 -> break
    :: else ->
      candidate(number);
      number++;
      if
      :: buffer == NONE
      :: else ->
        atomic {
          if
          :: lock_of[AT(g, buffer)] == FREE -> lock_of[AT(g, buffer)] = READER
          :: else -> buffer = NONE /* busy: nobody waits */
          fi
        };
        if
        :: buffer == NONE
        :: else ->
          /* TryLock tells of a writer that died; the buffer stays suspect until it is published anew. */
#ifndef MISTAKE_IGNORES_MARK
          suspect[buffer] = (suspect[buffer] || mark[AT(g, buffer)]);
#endif
          /* LookUnderLock */
          index = last_tex[g];
          if
          :: index != NONE && index != current ->
            seen_1 = first_half[AT(g, index)];
            seen_2 = second_half[AT(g, index)];
            observe(index)
          :: else
          fi;
#ifdef MISTAKE_RELEASES_FIRST
          lock_of[AT(g, buffer)] = FREE;
#endif
          /* ONE converting copy; its content is told by the same bytes, which the lock keeps still. */
          seen_1 = first_half[AT(g, buffer)];
          seen_2 = second_half[AT(g, buffer)];
#ifndef MISTAKE_RELEASES_FIRST
          lock_of[AT(g, buffer)] = FREE;
#endif
          delivered();
          /* No torn frame is marked good, and none is called torn unless a writer died. */
          assert(suspect[buffer] || seen_1 == seen_2);
          assert(!suspect[buffer] || writer_died);
          /* Order never goes back. */
          assert(suspect[buffer] || seen_1 >= newest);
          if
          :: suspect[buffer]
          :: else -> newest = seen_1
          fi;
          break
        fi
      fi
    od
  od;
}

/* The second reader. It looks at both buffers as it likes, and its locks are all that the others see of it. */
proctype OtherReader(bit mortal) {
  byte at = NOWHERE;
end:
  do
  :: at == NOWHERE ->
    atomic {
      if
      :: lock_of[AT(named, 0)] == FREE -> at = AT(named, 0)
      :: lock_of[AT(named, 1)] == FREE -> at = AT(named, 1)
      :: lock_of[AT(named, 0)] != FREE && lock_of[AT(named, 1)] != FREE -> goto end
      fi;
      lock_of[at] = OTHER_READER
    }
  :: at != NOWHERE && mortal -> goto died
  :: at != NOWHERE -> atomic { lock_of[at] = FREE; at = NOWHERE }
  od;
died:
  atomic {
#ifdef MISTAKE_READER_MARKS
    mark[at] = 1;
#endif
    lock_of[at] = FREE;
    run OtherReader(0)
  }
}

init {
  atomic {
    run Writer(0, 1);
    run Reader();
    run OtherReader(1)
  }
}
