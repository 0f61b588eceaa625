// A graphics program of our own that tells whether a detour would receive its presents: it shares no code with the
// helper that finds offsets.
//   present_probe SECTION.KEY=OFFSET ...   for each: sets a breakpoint that many bytes (hexadecimal) behind the base of
//                                          the section's library, calls that method through the COM interface, and
//                                          prints "SECTION.KEY received" or "SECTION.KEY missed"
//   present_probe opengl                   the same at opengl32's exported wglSwapBuffers, for SwapBuffers
// "no device" where the machine has none. Exit status 0 when every one was received.

#include "present_probe.h"

#include <windows.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace probe {
namespace {

uint8_t* g_place = nullptr;
uint8_t g_saved = 0;
void* g_receiver = nullptr;

void Write(uint8_t* place, uint8_t byte) {
  DWORD protection = 0;
  VirtualProtect(place, 1, PAGE_EXECUTE_READWRITE, &protection);
  *place = byte;
  VirtualProtect(place, 1, protection, &protection);
  FlushInstructionCache(GetCurrentProcess(), place, 1);
}

// The first argument of the method that was entered: the object.
void* FirstArgument(const CONTEXT& context) {
#ifdef _WIN64
  return reinterpret_cast<void*>(context.Rcx);
#else
  return *reinterpret_cast<void**>(context.Esp + 4);
#endif
}

LONG CALLBACK OnException(EXCEPTION_POINTERS* exception) {
  auto* const address = static_cast<uint8_t*>(exception->ExceptionRecord->ExceptionAddress);
  const bool is_ours = exception->ExceptionRecord->ExceptionCode == EXCEPTION_BREAKPOINT && g_place != nullptr &&
                       (address == g_place || address == g_place + 1);
  if (!is_ours) return EXCEPTION_CONTINUE_SEARCH;
  Write(g_place, g_saved);
  g_receiver = FirstArgument(*exception->ContextRecord);
#ifdef _WIN64
  exception->ContextRecord->Rip = reinterpret_cast<uintptr_t>(g_place);
#else
  exception->ContextRecord->Eip = reinterpret_cast<uintptr_t>(g_place);
#endif
  g_place = nullptr;
  return EXCEPTION_CONTINUE_EXECUTION;
}

}  // namespace

bool Receives(uint8_t* place, const void* object, const std::function<void()>& call) {
  g_receiver = nullptr;
  g_place = place;
  g_saved = *place;
  Write(place, 0xCC);
  call();
  if (g_place != nullptr) Write(place, g_saved);
  g_place = nullptr;
  return object == nullptr ? g_receiver != nullptr : g_receiver == object;
}

HWND Window() {
  WNDCLASSW window_class{};
  window_class.lpfnWndProc = DefWindowProcW;
  window_class.style = CS_OWNDC;
  window_class.lpszClassName = L"PresentProbe";
  RegisterClassW(&window_class);
  return CreateWindowExW(0, L"PresentProbe", L"probe", WS_OVERLAPPEDWINDOW | WS_VISIBLE, 0, 0, 64, 48, nullptr, nullptr,
                         nullptr, nullptr);
}

namespace {

bool Told(const std::string& name, bool received) {
  std::printf("%s %s\n", name.c_str(), received ? "received" : "missed");
  return received;
}

bool ProbeOne(HWND window, const std::string& word) {
  const size_t equals = word.find('=');
  const std::string name = word.substr(0, equals);
  const auto offset = static_cast<size_t>(std::strtoul(word.c_str() + equals + 1, nullptr, 16));
  if (name.starts_with("dxgi.")) return Told(name, ProbeDxgi(window, name, offset));
  if (name.starts_with("d3d9.")) return Told(name, ProbeD3d9(window, name, offset));
  return Told(name, ProbeD3d8(window, offset));
}

bool ProbeOpenGl(HWND window) {
  const HMODULE library = LoadLibraryW(L"opengl32.dll");
  const HDC device = GetDC(window);
  PIXELFORMATDESCRIPTOR format{};
  format.nSize = sizeof format;
  format.nVersion = 1;
  format.dwFlags = PFD_DRAW_TO_WINDOW | PFD_SUPPORT_OPENGL | PFD_DOUBLEBUFFER;
  format.cColorBits = 32;
  SetPixelFormat(device, ChoosePixelFormat(device, &format), &format);
  using Create = HGLRC(WINAPI*)(HDC);
  using MakeCurrent = BOOL(WINAPI*)(HDC, HGLRC);
  const HGLRC context =
      reinterpret_cast<Create>(reinterpret_cast<void*>(GetProcAddress(library, "wglCreateContext")))(device);
  if (context == nullptr) Fail("no device");
  reinterpret_cast<MakeCurrent>(reinterpret_cast<void*>(GetProcAddress(library, "wglMakeCurrent")))(device, context);
  auto* const place = reinterpret_cast<uint8_t*>(GetProcAddress(library, "wglSwapBuffers"));
  return Told("opengl", Receives(place, device, [&] { SwapBuffers(device); }));
}

}  // namespace

void Fail(const char* why) {
  std::printf("%s\n", why);
  std::fflush(stdout);
  ExitProcess(3);
}

}  // namespace probe

int main(int argument_count, char** arguments) {
  AddVectoredExceptionHandler(1, probe::OnException);
  const HWND window = probe::Window();
  bool all = argument_count > 1;
  for (int index = 1; index < argument_count; ++index) {
    const std::string word = arguments[index];
    all = (word == "opengl" ? probe::ProbeOpenGl(window) : probe::ProbeOne(window, word)) && all;
  }
  std::fflush(stdout);
  ExitProcess(all ? 0 : 1);
}
