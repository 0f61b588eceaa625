#include "capture.h"

#include <cstdio>
#include <cstring>

namespace capture {
namespace {

constexpr uint32_t kBgra8 = 87;
constexpr uint32_t kWindow = 4242;

void Put(uint8_t* base, size_t offset, uint32_t value) { std::memcpy(base + offset, &value, sizeof value); }

uint8_t* Map(HANDLE section) {
  if (section == nullptr) Fail("cannot create mapping");
  return static_cast<uint8_t*>(MapViewOfFile(section, FILE_MAP_ALL_ACCESS, 0, 0, 0));
}

}  // namespace

void Fail(const char* message) {
  std::printf("%s (error %lu)\n", message, GetLastError());
  std::fflush(stdout);
  ExitProcess(1);
}

HANDLE CreateSection(const std::wstring& name, DWORD flags, DWORD bytes, SECURITY_ATTRIBUTES* attributes) {
  const HANDLE section =
      CreateFileMappingW(INVALID_HANDLE_VALUE, attributes, PAGE_READWRITE | flags, 0, bytes, name.c_str());
  if (section == nullptr || GetLastError() == ERROR_ALREADY_EXISTS) Fail("cannot create mapping");
  return section;
}

Capture::Capture(const std::wstring& dialect, const std::wstring& id)
    : dialect_(dialect), game_capture_(dialect == L"GameCapture") {
  for (int i = 0; i < 2; ++i) {
    const std::wstring name = dialect + L"_TextureMutex" + std::to_wstring(i + 1) + id;
    mutexes_[i] = CreateMutexW(nullptr, FALSE, name.c_str());
    if (mutexes_[i] == nullptr) Fail("cannot create mutex");
  }
  texture_owner_ = game_capture_ ? id : std::to_wstring(kWindow);
  CreateTexture();
  info_ = Map(CreateSection(dialect + L"_HookInfo" + id, 0, game_capture_ ? 56 : 648, nullptr));
  WriteInfo();
}

void Capture::CreateTexture() {
  ++map_id_;
  const std::wstring name = dialect_ + L"_Texture_" + texture_owner_ + L"_" + std::to_wstring(map_id_);
  texture_section_ = CreateSection(name, 0, TextureBytes(), nullptr);
  texture_ = Map(texture_section_);
  Put(texture_, 0, 0xFFFFFFFF);
  Put(texture_, 4, OffsetOf(0));
  Put(texture_, 8, OffsetOf(1));
}

void Capture::Resize(uint32_t width, uint32_t height) {
  UnmapViewOfFile(texture_);
  CloseHandle(texture_section_);
  width_ = width;
  height_ = height;
  CreateTexture();
  WriteInfo();
}

void Capture::WriteInfo() {
  if (!game_capture_) {
    Put(info_, 0, 1);
    Put(info_, 4, 8);
    Put(info_, 12, kWindow);
  }
  Put(info_, 16, kBgra8);
  Put(info_, game_capture_ ? 8 : 20, width_);
  Put(info_, game_capture_ ? 12 : 24, height_);
  Put(info_, game_capture_ ? 20 : 36, width_ * 4);
  Put(info_, game_capture_ ? 28 : 44, TextureBytes());
  Put(info_, game_capture_ ? 24 : 40, map_id_);
}

void Capture::Publish(uint32_t number) {
  for (const uint32_t buffer : {next_, 1 - next_}) {
    const DWORD result = WaitForSingleObject(mutexes_[buffer], 0);
    if (result != WAIT_OBJECT_0 && result != WAIT_ABANDONED) continue;
    const uint32_t pixel = 0x00804000U | (number & 0xFF);
    for (uint32_t at = 0; at < FrameBytes(); at += 4) Put(texture_ + OffsetOf(buffer), at, pixel);
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
