// A frame-rate overlay's shared memory, in the shape that such headers have: entries for programs, texts, a union of
// flags.
#ifndef STATISTICS_INCLUDED
#define STATISTICS_INCLUDED

#define APP_ENTRIES 8
#define OSD_ENTRIES 4

typedef struct STATISTICS_MEMORY {
  DWORD dwSignature;
  DWORD dwVersion;  // ((major << 16) + minor)

  DWORD dwAppEntrySize;
  DWORD dwAppArrOffset;
  DWORD dwAppArrSize;

  volatile DWORD dwBusy;
  union {
    DWORD dwDesktopVideoCaptureFlags;
    struct {
      DWORD dwEnabled : 1;
      DWORD dwMode : 3;
      DWORD : 4;
      DWORD dwQuality : 8;
    } bits;
  };

  struct OSD_ENTRY {
    char szOSD[256];
    char szOSDOwner[256];
    char szOSDEx[1024];
  } arrOSD[OSD_ENTRIES];

  struct APP_ENTRY {
    DWORD dwProcessID;
    char szName[260];
    DWORD dwFlags;
    DWORD dwTime0, dwTime1, dwFrames;
    DWORD dwFrameTime;
    LARGE_INTEGER qwFlipTime;
    float fRatio;
    DWORD dwStatFrameTimeBuf[64];
  } arrApp[APP_ENTRIES];
} STATISTICS_MEMORY, *LPSTATISTICS_MEMORY;

#endif
