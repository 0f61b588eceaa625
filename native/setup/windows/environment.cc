#include "setup/windows/environment.h"

#include <windows.h>

#include <optional>
#include <string>

#include "setup/path_text.h"

namespace framelatch::setup {
namespace {

// Of a variable, in UTF-16 units, its end included.
constexpr size_t kLongest = 32767;
constexpr UINT kTellMs = 1000;
constexpr wchar_t kValue[] = L"Path";

struct Value {
  DWORD type;
  std::wstring text;
};

[[noreturn]] void Fail(const char* what, LSTATUS status) {
  throw Failure(Outcome::kFailed,
                std::string("The PATH of this user cannot be ") + what + " (error " + std::to_string(status) + ").");
}

class EnvironmentKey {
 public:
  EnvironmentKey() {
    const LSTATUS status = RegCreateKeyExW(HKEY_CURRENT_USER, L"Environment", 0, nullptr, 0,
                                           KEY_QUERY_VALUE | KEY_SET_VALUE, nullptr, &key_, nullptr);
    if (status != ERROR_SUCCESS) Fail("opened", status);
  }
  EnvironmentKey(const EnvironmentKey&) = delete;
  EnvironmentKey& operator=(const EnvironmentKey&) = delete;
  ~EnvironmentKey() { RegCloseKey(key_); }

  // Nothing when the user has no PATH of their own.
  std::optional<Value> Read() const {
    DWORD type = 0;
    DWORD bytes = 0;
    LSTATUS status = RegQueryValueExW(key_, kValue, nullptr, &type, nullptr, &bytes);
    if (status == ERROR_FILE_NOT_FOUND) return std::nullopt;
    std::wstring text(bytes / sizeof(wchar_t), L'\0');
    bytes = static_cast<DWORD>(text.size() * sizeof(wchar_t));
    if (status == ERROR_SUCCESS) {
      status = RegQueryValueExW(key_, kValue, nullptr, &type, reinterpret_cast<BYTE*>(text.data()), &bytes);
    }
    if (status != ERROR_SUCCESS) Fail("read", status);
    if (type != REG_SZ && type != REG_EXPAND_SZ) Fail("changed: its value in the registry is no text", status);
    while (!text.empty() && text.back() == L'\0') text.pop_back();
    return Value{type, text};
  }

  void Write(const Value& value) {
    if (value.text.size() >= kLongest) Fail("made longer: a variable ends there", ERROR_BUFFER_OVERFLOW);
    const auto bytes = static_cast<DWORD>((value.text.size() + 1) * sizeof(wchar_t));
    const auto* data = reinterpret_cast<const BYTE*>(value.text.c_str());
    const LSTATUS status = RegSetValueExW(key_, kValue, 0, value.type, data, bytes);
    if (status != ERROR_SUCCESS) Fail("written", status);
  }

  void Remove() {
    const LSTATUS status = RegDeleteValueW(key_, kValue);
    if (status != ERROR_SUCCESS) Fail("written", status);
  }

 private:
  HKEY key_ = nullptr;
};

std::wstring Expanded(std::wstring_view entry) {
  const std::wstring given(entry);
  const DWORD length = ExpandEnvironmentStringsW(given.c_str(), nullptr, 0);
  std::wstring expanded(length, L'\0');
  if (length == 0 || ExpandEnvironmentStringsW(given.c_str(), expanded.data(), length) == 0) return std::wstring(entry);
  expanded.resize(length - 1);
  return expanded;
}

// Explorer, which starts terminals, reads the registry anew; a window that hangs is not waited for.
void TellPrograms() {
  const auto text = reinterpret_cast<LPARAM>(L"Environment");
  SendMessageTimeoutW(HWND_BROADCAST, WM_SETTINGCHANGE, 0, text, SMTO_ABORTIFHUNG, kTellMs, nullptr);
}

}  // namespace

Outcome AddToPath(std::wstring_view folder) {
  EnvironmentKey key;
  const std::optional<Value> before = key.Read();
  // A value of our own has the type that Windows gives it, and nothing but the folder.
  const Value own{REG_EXPAND_SZ, std::wstring(folder)};
  const std::optional<std::wstring> text = before ? WithFolder(before->text, folder, Expanded) : own.text;
  if (!text) return Outcome::kNothingToDo;
  key.Write(before ? Value{before->type, *text} : own);
  TellPrograms();
  return Outcome::kDone;
}

Outcome RemoveFromPath(std::wstring_view folder) {
  EnvironmentKey key;
  const std::optional<Value> before = key.Read();
  const std::optional<std::wstring> text = before ? WithoutFolder(before->text, folder, Expanded) : std::nullopt;
  if (!text) return Outcome::kNothingToDo;
  // One without a semicolon was made by AddToPath.
  if (text->empty() && before->text.find(L';') == std::wstring::npos)
    key.Remove();
  else
    key.Write({before->type, *text});
  TellPrograms();
  return Outcome::kDone;
}

}  // namespace framelatch::setup
