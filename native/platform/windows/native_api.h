#pragma once

#include <windows.h>
#include <winternl.h>

// What ntdll.dll exports and the SDK's headers leave out. Sources: the Windows Driver Kit's ntifs.h and wdm.h
// (directories, NtCompareObjects), and Geoff Chappell's and NtDoc's notes (mutants, handles).
namespace framelatch::windows {

inline constexpr NTSTATUS kStatusSuccess = 0;

struct ObjectDirectoryInformation {
  UNICODE_STRING Name;
  UNICODE_STRING TypeName;
};
inline constexpr ACCESS_MASK kDirectoryQuery = 0x0001;

struct MutantBasicInformation {
  LONG CurrentCount;  // 1 = free, 0 or less = owned
  BOOLEAN OwnedByCaller;
  BOOLEAN AbandonedState;
};
inline constexpr int kMutantBasicInformation = 0;

struct MutantOwnerInformation {
  CLIENT_ID ClientId;
};
inline constexpr int kMutantOwnerInformation = 1;
inline constexpr ACCESS_MASK kMutantQueryState = 0x0001;

struct SystemHandle {
  PVOID Object;
  ULONG_PTR UniqueProcessId;
  ULONG_PTR HandleValue;
  ULONG GrantedAccess;
  USHORT CreatorBackTraceIndex;
  USHORT ObjectTypeIndex;
  ULONG HandleAttributes;
  ULONG Reserved;
};
// SystemHandle[NumberOfHandles] follows.
struct SystemHandleInformationEx {
  ULONG_PTR NumberOfHandles;
  ULONG_PTR Reserved;
};
inline constexpr int kSystemExtendedHandleInformation = 64;
inline constexpr NTSTATUS kStatusInfoLengthMismatch = static_cast<NTSTATUS>(0xC0000004);

}  // namespace framelatch::windows

extern "C" {
NTSTATUS NTAPI NtOpenDirectoryObject(PHANDLE directory, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes);
NTSTATUS NTAPI NtQueryDirectoryObject(HANDLE directory, PVOID buffer, ULONG length, BOOLEAN return_single_entry,
                                      BOOLEAN restart_scan, PULONG context, PULONG return_length);
NTSTATUS NTAPI NtQueryMutant(HANDLE mutant, int information_class, PVOID information, ULONG length,
                             PULONG return_length);
// STATUS_SUCCESS when both handles are of one object.
NTSTATUS NTAPI NtCompareObjects(HANDLE first, HANDLE second);
}
