// framelatch-offsets: prints where the graphics functions are that a capture hook of this bitness hooks, as an INI in
// hexadecimal (docs/capture-hook.md, *Offsets*). A program of its own, as it loads drivers: whoever runs it sets a time
// limit, and believes what it printed until then. Each section is printed as soon as it is known, so that a driver that
// fails later takes nothing back. Exit status 0 when Direct3D 10 to 12 was found, 1 otherwise.

#include <windows.h>

#include <cstdint>
#include <cstdio>
#include <initializer_list>

#include "direct3d.h"

namespace {

using framelatch::helper::Place;
using framelatch::helper::Places;

void Print(const char* section, const Places& places) {
  if (places.empty()) return;
  std::printf("[%s]\n", section);
  for (const Place& place : places) std::printf("%s=0x%x\n", place.name, static_cast<unsigned>(place.offset));
  std::fflush(stdout);
}

// Never shown: a swap chain wants a window.
HWND HiddenWindow() {
  WNDCLASSW window_class{};
  window_class.lpfnWndProc = DefWindowProcW;
  window_class.hInstance = GetModuleHandleW(nullptr);
  window_class.lpszClassName = L"FramelatchOffsets";
  if (RegisterClassW(&window_class) == 0) return nullptr;
  return CreateWindowExW(0, window_class.lpszClassName, L"", WS_POPUP, 0, 0, 2, 2, nullptr, nullptr,
                         window_class.hInstance, nullptr);
}

}  // namespace

int main() {
  // Whoever waits for us learns of a crash by the exit status: no box asks the user.
  SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
  const HWND window = HiddenWindow();
  if (window == nullptr) {
    std::fprintf(stderr, "cannot make a window (error %lu)\n", GetLastError());
    return 1;
  }
  const Places dxgi = framelatch::helper::FindDxgi(window);
  Print("dxgi", dxgi);
  Print("d3d9", framelatch::helper::FindD3d9(window));
  Print("d3d8", framelatch::helper::FindD3d8(window));
  // Drivers have threads of their own: their unloading is none of our business.
  ExitProcess(dxgi.empty() ? 1 : 0);
}
