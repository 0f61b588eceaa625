#include "platform/windows/region.h"

#include <cstring>

#include "core/error.h"
#include "platform/windows/names.h"
#include "platform/windows/object_error.h"
#include "platform/windows/text.h"

namespace framelatch::windows {
namespace {

constexpr uint64_t kSampleBytes = 64;
constexpr uint64_t kSamples = 64;
constexpr int kTriesPerSample = 8;

// Bytes of the view that are really there: a section made with SEC_RESERVE may have an uncommitted tail, or be nothing
// but one.
uint64_t CommittedBytes(const void* view) {
  MEMORY_BASIC_INFORMATION information{};
  if (VirtualQuery(view, &information, sizeof information) == 0 || information.State != MEM_COMMIT) return 0;
  return information.RegionSize;
}

std::unique_ptr<WindowsRegion> MapView(const Handle& section, Access access, std::string_view name) {
  const DWORD wanted = access == Access::kReadWrite ? FILE_MAP_READ | FILE_MAP_WRITE : FILE_MAP_READ;
  void* view = MapViewOfFile(section.get(), wanted, 0, 0, 0);
  if (view == nullptr) throw OpenError(name, ObjectRole::kRegion, GetLastError());
  return std::make_unique<WindowsRegion>(view, CommittedBytes(view), Handle());
}

// Whether two views show the same bytes there. A difference is looked at again: between reading the one and the other a
// producer may have written, but not every time.
bool SameSample(const std::byte* a, const std::byte* b, uint64_t bytes) {
  for (int attempt = 0; attempt < kTriesPerSample; ++attempt) {
    bool equal = false;
    if (!Guarded(CurrentPlatform(), [&] { equal = std::memcmp(a, b, bytes) == 0; })) return false;
    if (equal) return true;
  }
  return false;
}

// A view alone does not tell which section it is of, and nothing compares two unnamed ones. So bytes are compared, the
// header and samples over the whole: views of one section always agree; of two, they agree as long as both hold the
// same picture and the same last_tex, and then nothing is missed by staying with the old one.
bool ShowTheSame(const Region& a, const Region& b) {
  if (a.size() != b.size()) return false;
  if (a.size() <= kSamples * kSampleBytes) return SameSample(a.data(), b.data(), a.size());
  const uint64_t step = (a.size() - kSampleBytes) / (kSamples - 1);
  for (uint64_t sample = 0; sample < kSamples; ++sample) {
    const uint64_t offset = sample * step;
    if (!SameSample(a.data() + offset, b.data() + offset, kSampleBytes)) return false;
  }
  return true;
}

// A file, for reading. As long as the view is there Windows lets nobody cut the file short.
std::unique_ptr<Region> OpenFile(std::string_view path) {
  const auto wide_path = ToWide(path);
  constexpr DWORD kShareAll = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
  const Handle file(wide_path
                        ? CreateFileW(wide_path->c_str(), GENERIC_READ, kShareAll, nullptr, OPEN_EXISTING, 0, nullptr)
                        : INVALID_HANDLE_VALUE);
  if (!file.valid()) throw OpenError(path, ObjectRole::kRegion, GetLastError());
  const Handle section(CreateFileMappingW(file.get(), nullptr, PAGE_READONLY, 0, 0, nullptr));
  if (!section.valid()) throw OpenError(path, ObjectRole::kRegion, GetLastError());
  return MapView(section, Access::kReadOnly, path);
}

}  // namespace

WindowsRegion::~WindowsRegion() { UnmapViewOfFile(view_); }

bool WindowsRegion::IsStillNamed(std::string_view name) const {
  if (name_keeper_.valid()) return true;
  try {
    return ShowTheSame(*this, *OpenRegion(name, Access::kReadOnly));
  } catch (const Error&) {
    return false;  // gone, or made anew as something that we may not open: opening it again says which
  }
}

bool FileExists(std::string_view path) {
  const auto wide_path = ToWide(path);
  return wide_path && GetFileAttributesW(wide_path->c_str()) != INVALID_FILE_ATTRIBUTES;
}

std::unique_ptr<Region> OpenRegion(std::string_view name, Access access) {
  if (IsPath(name)) return OpenFile(name);
  const std::wstring wide_name = WideName(name);
  const DWORD wanted = access == Access::kReadWrite ? FILE_MAP_READ | FILE_MAP_WRITE : FILE_MAP_READ;
  const Handle section(OpenFileMappingW(wanted, FALSE, wide_name.c_str()));
  if (!section.valid()) throw OpenError(name, ObjectRole::kRegion, GetLastError());
  return MapView(section, access, name);
}

std::unique_ptr<Region> CreateRegion(std::string_view name, uint64_t size) {
  const std::wstring wide_name = WideName(name);
  const auto high = static_cast<DWORD>(size >> 32);
  const auto low = static_cast<DWORD>(size);
  // SEC_COMMIT: the memory is promised now, or creating fails.
  Handle section(
      CreateFileMappingW(INVALID_HANDLE_VALUE, nullptr, PAGE_READWRITE | SEC_COMMIT, high, low, wide_name.c_str()));
  const DWORD error = GetLastError();
  if (!section.valid() || error == ERROR_ALREADY_EXISTS) throw CreateError(name, ObjectRole::kRegion, size, error);
  void* view = MapViewOfFile(section.get(), FILE_MAP_READ | FILE_MAP_WRITE, 0, 0, 0);
  if (view == nullptr) throw CreateError(name, ObjectRole::kRegion, size, GetLastError());
  return std::make_unique<WindowsRegion>(view, CommittedBytes(view), std::move(section));
}

}  // namespace framelatch::windows
