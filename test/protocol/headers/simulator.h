// A simulator's telemetry, in the shape that such headers have: four-byte packing, vectors, long, arrays of cars.
#pragma once
#ifndef SIMULATOR_STATE_H
#define SIMULATOR_STATE_H
#include <stdint.h>

#pragma pack(push, 4)

#define MAX_CARS 16
#define NAME_LENGTH (32 * 2)

typedef struct Vector3 {
  double x, y, z;
} Vector3;

struct Wheel {
  double suspensionDeflection;  // meters
  double rideHeight;
  double temperature[3]; /* left, centre,
                            right */
  float wear;
  char terrainName[16];
  unsigned char surfaceType;  // 0 = dry
  bool flat;
  bool detached;
  unsigned char staticCamber;
  unsigned char expansion[24];
};

typedef enum GamePhase {
  PhaseGarage = 0,
  PhaseWarmUp,
  PhaseGreenFlag = 5,
  PhaseOver = 0x8,
} GamePhase;

typedef struct {
  long id;  // 4 bytes where the simulator runs
  double deltaTime, elapsedTime;
  long lapNumber;
  char vehicleName[NAME_LENGTH];
  char trackName[NAME_LENGTH];
  Vector3 position;
  Vector3 orientation[3];
  signed char sector;
  char inPits;
  unsigned short deadlineMilliseconds;
  GamePhase phase;
  struct Wheel wheels[4];
  unsigned long long pointerSpace;
  unsigned char expansion[153];
} Car;

typedef struct Telemetry {
  unsigned long versionUpdateBegin;
  unsigned long versionUpdateEnd;
  int bytesUpdatedHint;
  long carCount;
  Car cars[MAX_CARS];
} Telemetry;

#pragma pack(pop)
#endif
