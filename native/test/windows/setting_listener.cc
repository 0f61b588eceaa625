// Prints "ready", and then the name of each setting that a program says it has changed, as Explorer hears it.

#include <windows.h>

#include <cstdio>

namespace {

LRESULT CALLBACK OnMessage(HWND window, UINT message, WPARAM first, LPARAM second) {
  if (message != WM_SETTINGCHANGE) return DefWindowProcW(window, message, first, second);
  const auto* name = reinterpret_cast<const wchar_t*>(second);
  std::printf("%ls\n", name == nullptr ? L"nothing" : name);
  std::fflush(stdout);
  return 0;
}

}  // namespace

int main() {
  WNDCLASSW window_class{};
  window_class.lpfnWndProc = OnMessage;
  window_class.hInstance = GetModuleHandleW(nullptr);
  window_class.lpszClassName = L"SettingListener";
  RegisterClassW(&window_class);
  // Never shown, but at the top: others get no broadcasts.
  if (CreateWindowExW(0, window_class.lpszClassName, L"", WS_POPUP, 0, 0, 1, 1, nullptr, nullptr,
                      window_class.hInstance, nullptr) == nullptr) {
    return 1;
  }
  std::puts("ready");
  std::fflush(stdout);
  MSG message;
  while (GetMessageW(&message, nullptr, 0, 0) > 0) DispatchMessageW(&message);
  return 0;
}
