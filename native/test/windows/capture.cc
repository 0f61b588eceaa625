#include "capture.h"

#include <cstdio>
#include <cstring>

namespace capture {
namespace {

constexpr uint32_t kPitch = kWidth * 4;
constexpr uint32_t kFrameBytes = kPitch * kHeight;  // a multiple of 32: no rounding
constexpr uint32_t kTextureBytes = 64 + 2 * kFrameBytes;
constexpr uint32_t kBgra8 = 87;
constexpr uint32_t kWindow = 4242;
constexpr uint32_t kMapId = 1;

void Put(uint8_t* base, size_t offset, uint32_t value) { std::memcpy(base + offset, &value, sizeof value); }

uint32_t OffsetOf(uint32_t buffer) { return 32 + buffer * kFrameBytes; }

}  // namespace

void Fail(const char* message) {
  std::printf("%s (error %lu)\n", message, GetLastError());
  std::fflush(stdout);
  ExitProcess(1);
}

uint8_t* CreateMapping(const std::wstring& name, uint32_t bytes) {
  const HANDLE section = CreateFileMappingW(INVALID_HANDLE_VALUE, nullptr, PAGE_READWRITE, 0, bytes, name.c_str());
  if (section == nullptr || GetLastError() == ERROR_ALREADY_EXISTS) Fail("cannot create mapping");
  return static_cast<uint8_t*>(MapViewOfFile(section, FILE_MAP_ALL_ACCESS, 0, 0, 0));
}

Capture::Capture(const std::wstring& dialect, const std::wstring& id) : game_capture_(dialect == L"GameCapture") {
  for (int i = 0; i < 2; ++i) {
    const std::wstring name = dialect + L"_TextureMutex" + std::to_wstring(i + 1) + id;
    mutexes_[i] = CreateMutexW(nullptr, FALSE, name.c_str());
    if (mutexes_[i] == nullptr) Fail("cannot create mutex");
  }
  const std::wstring owner = game_capture_ ? id : std::to_wstring(kWindow);
  texture_ = CreateMapping(dialect + L"_Texture_" + owner + L"_" + std::to_wstring(kMapId), kTextureBytes);
  Put(texture_, 0, 0xFFFFFFFF);
  Put(texture_, 4, OffsetOf(0));
  Put(texture_, 8, OffsetOf(1));
  info_ = CreateMapping(dialect + L"_HookInfo" + id, game_capture_ ? 56 : 648);
  WriteInfo();
}

void Capture::WriteInfo() {
  if (game_capture_) {
    Put(info_, 8, kWidth);
    Put(info_, 12, kHeight);
    Put(info_, 16, kBgra8);
    Put(info_, 20, kPitch);
    Put(info_, 24, kMapId);
    Put(info_, 28, kTextureBytes);
    return;
  }
  Put(info_, 0, 1);
  Put(info_, 4, 8);
  Put(info_, 12, kWindow);
  Put(info_, 16, kBgra8);
  Put(info_, 20, kWidth);
  Put(info_, 24, kHeight);
  Put(info_, 36, kPitch);
  Put(info_, 40, kMapId);
  Put(info_, 44, kTextureBytes);
}

void Capture::Publish(uint32_t number) {
  for (const uint32_t buffer : {next_, 1 - next_}) {
    const DWORD result = WaitForSingleObject(mutexes_[buffer], 0);
    if (result != WAIT_OBJECT_0 && result != WAIT_ABANDONED) continue;
    const uint32_t pixel = 0x00804000U | (number & 0xFF);
    for (uint32_t at = 0; at < kFrameBytes; at += 4) Put(texture_ + OffsetOf(buffer), at, pixel);
    ReleaseMutex(mutexes_[buffer]);
    InterlockedExchange(reinterpret_cast<volatile LONG*>(texture_), static_cast<LONG>(buffer));
    next_ = 1 - buffer;
    return;
  }
}

void Capture::HoldBoth() {
  for (const HANDLE mutex : mutexes_) WaitForSingleObject(mutex, INFINITE);
}

}  // namespace capture
