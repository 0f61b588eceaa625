#include "platform/windows/object_directory.h"

#include <string>

#include "platform/windows/handle.h"
#include "platform/windows/native_api.h"
#include "platform/windows/text.h"

namespace framelatch::windows {
namespace {

constexpr wchar_t kGlobalFolder[] = L"\\BaseNamedObjects";

std::wstring_view ViewOf(const UNICODE_STRING& text) { return {text.Buffer, text.Length / sizeof(wchar_t)}; }

ObjectKind KindOf(std::wstring_view type) {
  if (type == L"Section") return ObjectKind::kRegion;
  if (type == L"Mutant") return ObjectKind::kMutex;
  return type == L"Event" ? ObjectKind::kEvent : ObjectKind::kOther;
}

// None when this user may not list it.
Handle OpenFolder(const std::wstring& path) {
  UNICODE_STRING name{};
  name.Buffer = const_cast<wchar_t*>(path.c_str());
  name.Length = static_cast<USHORT>(path.size() * sizeof(wchar_t));
  name.MaximumLength = name.Length;
  OBJECT_ATTRIBUTES attributes;
  InitializeObjectAttributes(&attributes, &name, 0, nullptr, nullptr);
  HANDLE folder = nullptr;
  return Handle(NtOpenDirectoryObject(&folder, kDirectoryQuery, &attributes) == kStatusSuccess ? folder : nullptr);
}

void AppendObjects(const std::wstring& path, const std::string& prefix, std::vector<NamedObject>& objects) {
  const Handle folder = OpenFolder(path);
  if (!folder.valid()) return;
  // A name has at most 65,534 bytes. One entry a call: Wine knows no other way.
  constexpr ULONG kBufferBytes = 68 * 1024;
  std::vector<std::byte> buffer(kBufferBytes);
  ULONG context = 0;
  BOOLEAN restart = TRUE;
  while (NtQueryDirectoryObject(folder.get(), buffer.data(), kBufferBytes, TRUE, restart, &context, nullptr) ==
         kStatusSuccess) {
    restart = FALSE;
    const auto& entry = *reinterpret_cast<const ObjectDirectoryInformation*>(buffer.data());
    objects.push_back({prefix + FromWide(ViewOf(entry.Name)), KindOf(ViewOf(entry.TypeName)), 0});
  }
}

}  // namespace

std::vector<NamedObject> ListNamedObjects() {
  std::vector<NamedObject> objects;
  DWORD session = 0;
  ProcessIdToSessionId(GetCurrentProcessId(), &session);
  // In session 0 (services) the session's own folder is the global one.
  if (session != 0) {
    AppendObjects(L"\\Sessions\\" + std::to_wstring(session) + kGlobalFolder, "", objects);
  }
  AppendObjects(kGlobalFolder, session != 0 ? "Global\\" : "", objects);
  return objects;
}

}  // namespace framelatch::windows
