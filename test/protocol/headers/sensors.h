/* A sensor tool's table, in the shape that such headers have: a header that says where two arrays of elements are. */
#ifndef _SENSORS_H_
#define _SENSORS_H_

#ifdef _WIN32
#include <stddef.h>
#endif

#define SENSORS_MAPPING_NAME "Global\\SENSORS_SM"
#define SENSOR_STRING_LENGTH 128
#define UNIT_STRING_LENGTH 16

typedef enum { READING_NONE = 0, READING_TEMPERATURE, READING_VOLTAGE, READING_FAN, READING_OTHER } ReadingKind;

#pragma pack(1)

typedef struct _SENSOR_ELEMENT {
  DWORD dwSensorID;
  DWORD dwSensorInstance;
  char szSensorNameOriginal[SENSOR_STRING_LENGTH];
  char szSensorNameUser[SENSOR_STRING_LENGTH];
  BYTE utfSensorNameUser[SENSOR_STRING_LENGTH];
} SENSOR_ELEMENT, *PSENSOR_ELEMENT;

typedef struct _READING_ELEMENT {
  ReadingKind tReading;
  DWORD dwSensorIndex;
  DWORD dwReadingID;
  char szLabelOriginal[SENSOR_STRING_LENGTH];
  char szUnit[UNIT_STRING_LENGTH];
  double Value;
  double ValueMin, ValueMax;
  double ValueAvg;
} READING_ELEMENT, *PREADING_ELEMENT;

typedef struct _SENSORS_HEADER {
  DWORD dwSignature;  // 'SiWH', or 'DAED' when it ends
  DWORD dwVersion;
  DWORD dwRevision;
  __int64 poll_time;
  DWORD dwOffsetOfSensorSection, dwSizeOfSensorElement, dwNumSensorElements;
  DWORD dwOffsetOfReadingSection;
  DWORD dwSizeOfReadingElement;
  DWORD dwNumReadingElements;
} SENSORS_HEADER, *PSENSORS_HEADER;

#pragma pack()

#endif
