// A capture hook that is loaded in a process, without any capture behind it: docs/capture-hook.md's state machine, and
// none of the product's code. Its objects are there from the start; it captures only while a capturing application has
// its keep-alive and has asked (Initialize once, Restart each time); it prefers a GPU texture unless force_shmem is
// set.
//   hook_simulator PID WORD... the number in its objects' names; words make it another (test/producers/hook.py):
//                              "d3d" and "opengl" load that library and take this process's own number, "unseen",
//                              "child", "rare"
//   hook_simulator rival PID   another capturing application: has the keep-alive, as OBS has it
// Commands come on standard input, one a line; "pid" answers the number, "offsets" those that are not 0; "state"
// answers "idle, asked F I" or "capturing T I, asked F I"; "check S" makes it look for the keep-alive every S seconds,
// and answers "ok".

#include <windows.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <set>
#include <string>

#include "capture.h"

namespace {

constexpr uint32_t kBgra8 = 87;
constexpr uint32_t kWidth = 64;
constexpr uint32_t kHeight = 48;
constexpr uint32_t kWindow = 4242;
constexpr uint32_t kFrameBytes = kWidth * kHeight * 4;

class Hook {
 public:
  Hook(std::wstring pid, std::set<std::wstring> words) : pid_(std::move(pid)), words_(std::move(words)) {
    restart_ = NewEvent(L"Restart");
    stop_ = NewEvent(L"Stop");
    ready_ = NewEvent(L"HookReady");
    initialize_ = NewEvent(L"Initialize");
    NewEvent(L"Exit");
    for (int i = 0; i < 2; ++i) {
      const std::wstring name = Named((L"TextureMutex" + std::to_wstring(i + 1)).c_str());
      mutexes_[i] = CreateMutexW(nullptr, FALSE, name.c_str());
    }
    info_ = Map(capture::CreateSection(Named(L"HookInfo"), 0, 648, nullptr));
    Put(info_, 0, 1);
    Put(info_, 4, 8);
    if (Is(L"rare")) alive_check_ms_ = 60'000;
    if (Is(L"d3d") || Is(L"opengl")) return;
    // As if OBS had been there before: DXGI's Present and ResizeBuffers.
    Put(info_, 68 + 6 * 4, 0x1000);
    Put(info_, 68 + 7 * 4, 0x2000);
  }

  std::string Pid() const { return {pid_.begin(), pid_.end()}; }

  std::string Offsets() {
    const std::lock_guard lock(guard_);
    std::string text;
    for (uint32_t index = 0; index < 19; ++index) {
      const uint32_t offset = Offset(index);
      if (offset != 0) text += (text.empty() ? "" : " ") + std::to_string(index) + "=" + std::to_string(offset);
    }
    return text.empty() ? "none" : text;
  }

  void Step() {
    const std::lock_guard lock(guard_);
    // Its program presents nothing: a hook runs at presents alone.
    if (Is(L"unseen")) return;
    if (Taken(initialize_) && !initialised_) {
      initialised_ = true;
      // Read once.
      used_up_ = Is(L"d3d") && (Offset(6) == 0 || Offset(7) == 0);
    }
    if (used_up_) return;
    const bool looks_at_stop = !Is(L"rare") || GetTickCount() - stop_look_ >= 1500;
    if (looks_at_stop) stop_look_ = GetTickCount();
    if (capturing_ && looks_at_stop && Taken(stop_)) End("asked to stop");
    if (capturing_ && GetTickCount() - checked_ >= alive_check_ms_) {
      checked_ = GetTickCount();
      if (!KeepAlive()) End("the capturing application has gone");
    }
    if (capturing_) return Publish();
    if (initialised_ && Taken(restart_) && KeepAlive()) Begin();
  }

  std::string State() {
    const std::lock_guard lock(guard_);
    // A Stop that is left behind would end the next one's capture.
    const bool left = Taken(stop_);
    if (left) SetEvent(stop_);
    const std::string asked =
        ", asked " + std::to_string(info_[65]) + " " + std::to_string(Interval()) + (left ? ", Stop left behind" : "");
    if (used_up_) return "used up" + asked;
    if (!capturing_) return "idle" + asked;
    return "capturing " + std::to_string(type_) + " " + std::to_string(interval_) + asked;
  }

  void CheckEvery(DWORD milliseconds) {
    const std::lock_guard lock(guard_);
    alive_check_ms_ = milliseconds;
  }

 private:
  bool Is(const wchar_t* word) const { return words_.contains(word); }
  uint32_t Offset(uint32_t index) const {
    uint32_t offset = 0;
    std::memcpy(&offset, info_ + 68 + index * 4, sizeof offset);
    return offset;
  }
  std::wstring Named(const wchar_t* name) const { return std::wstring(L"CaptureHook_") + name + pid_; }
  HANDLE NewEvent(const wchar_t* name) const { return CreateEventW(nullptr, FALSE, FALSE, Named(name).c_str()); }
  static bool Taken(HANDLE event) { return WaitForSingleObject(event, 0) == WAIT_OBJECT_0; }
  static void Put(uint8_t* base, size_t offset, uint32_t value) { std::memcpy(base + offset, &value, sizeof value); }
  static uint8_t* Map(HANDLE section) {
    return static_cast<uint8_t*>(MapViewOfFile(section, FILE_MAP_ALL_ACCESS, 0, 0, 0));
  }

  uint64_t Interval() const {
    uint64_t interval = 0;
    std::memcpy(&interval, info_ + 56, sizeof interval);
    return interval;
  }

  bool KeepAlive() const {
    const HANDLE mutex = OpenMutexW(SYNCHRONIZE, FALSE, Named(L"KeepAlive").c_str());
    if (mutex == nullptr) return false;
    CloseHandle(mutex);
    return true;
  }

  void Say(const std::string& text) const {
    DWORD written = 0;
    if (pipe_ != INVALID_HANDLE_VALUE) {
      WriteFile(pipe_, text.c_str(), static_cast<DWORD>(text.size() + 1), &written, nullptr);
    }
  }

  void Connect() {
    const std::wstring name = L"\\\\.\\pipe\\" + Named(L"Pipe");
    pipe_ = CreateFileW(name.c_str(), GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0, nullptr);
    DWORD mode = PIPE_READMODE_MESSAGE;
    if (pipe_ != INVALID_HANDLE_VALUE) SetNamedPipeHandleState(pipe_, &mode, nullptr, nullptr);
  }

  void Begin() {
    Connect();
    interval_ = Interval();
    type_ = info_[65] != 0 ? 0 : 1;
    ++map_id_;
    const DWORD bytes = type_ == 0 ? 64 + 2 * kFrameBytes : 4;
    const uint32_t root = kWindow + (Is(L"child") ? 1 : 0);
    const std::wstring name = L"CaptureHook_Texture_" + std::to_wstring(root) + L"_" + std::to_wstring(map_id_);
    section_ = capture::CreateSection(name, 0, bytes, nullptr);
    texture_ = Map(section_);
    if (type_ == 0) {
      Put(texture_, 0, 0xFFFFFFFF);
      Put(texture_, 4, 32);
      Put(texture_, 8, 32 + kFrameBytes);
    }
    const uint32_t fields[] = {type_, kWindow, kBgra8, kWidth, kHeight};
    std::memcpy(info_ + 8, fields, sizeof fields);
    Put(info_, 36, kWidth * 4);
    Put(info_, 40, map_id_);
    Put(info_, 44, bytes);
    capturing_ = true;
    checked_ = GetTickCount();
    Say(std::string("capturing 64 x 48 in ") + (type_ == 0 ? "memory" : "a GPU texture"));
    // Longer than one read of the other side's buffer.
    Say("long " + std::string(10'000, 'x'));
    SetEvent(ready_);
  }

  void End(const char* why) {
    capturing_ = false;
    Say(std::string("capture ended: ") + why);
    if (pipe_ != INVALID_HANDLE_VALUE) CloseHandle(pipe_);
    pipe_ = INVALID_HANDLE_VALUE;
    UnmapViewOfFile(texture_);
    CloseHandle(section_);
    SetEvent(restart_);
  }

  void Publish() {
    const uint32_t buffer = frames_ % 2;
    if (type_ != 0 || WaitForSingleObject(mutexes_[buffer], 0) == WAIT_TIMEOUT) return;
    ++frames_;
    const uint32_t pixel = 0xFF804000U | (frames_ & 0xFF);
    for (uint32_t at = 0; at < kFrameBytes; at += 4) Put(texture_ + 32 + buffer * kFrameBytes, at, pixel);
    ReleaseMutex(mutexes_[buffer]);
    InterlockedExchange(reinterpret_cast<volatile LONG*>(texture_), static_cast<LONG>(buffer));
  }

  std::wstring pid_;
  std::set<std::wstring> words_;
  std::mutex guard_;
  HANDLE restart_ = nullptr;
  HANDLE stop_ = nullptr;
  HANDLE ready_ = nullptr;
  HANDLE initialize_ = nullptr;
  HANDLE mutexes_[2] = {};
  HANDLE pipe_ = INVALID_HANDLE_VALUE;
  HANDLE section_ = nullptr;
  uint8_t* info_ = nullptr;
  uint8_t* texture_ = nullptr;
  bool initialised_ = false;
  bool used_up_ = false;
  bool capturing_ = false;
  uint32_t type_ = 0;
  uint32_t map_id_ = 0;
  uint32_t frames_ = 0;
  uint64_t interval_ = 0;
  DWORD checked_ = 0;
  DWORD stop_look_ = 0;
  DWORD alive_check_ms_ = 300;
};

void Say(const std::string& line) {
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

Hook* g_hook = nullptr;

DWORD WINAPI Answer(void*) {
  char line[64];
  while (std::fgets(line, sizeof line, stdin) != nullptr) {
    if (std::strncmp(line, "pid", 3) == 0) Say(g_hook->Pid());
    if (std::strncmp(line, "offsets", 7) == 0) Say(g_hook->Offsets());
    if (std::strncmp(line, "state", 5) == 0) Say(g_hook->State());
    if (std::strncmp(line, "check ", 6) == 0) {
      g_hook->CheckEvery(static_cast<DWORD>(std::strtoul(line + 6, nullptr, 10)) * 1000);
      Say("ok");
    }
  }
  ExitProcess(0);
}

}  // namespace

int wmain(int argument_count, wchar_t** arguments) {
  if (argument_count < 2) return 2;
  if (std::wstring(arguments[1]) == L"rival") {
    if (argument_count < 3) return 2;
    const std::wstring name = std::wstring(L"CaptureHook_KeepAlive") + arguments[2];
    if (CreateMutexW(nullptr, FALSE, name.c_str()) == nullptr) capture::Fail("cannot create mutex");
    Say("ready");
    while (std::getchar() != EOF) {
    }
    return 0;
  }
  const std::set<std::wstring> words(arguments + 2, arguments + argument_count);
  const bool is_graphics = words.contains(L"d3d") || words.contains(L"opengl");
  if (words.contains(L"d3d") && LoadLibraryW(L"dxgi.dll") == nullptr) capture::Fail("no dxgi.dll");
  if (words.contains(L"opengl") && LoadLibraryW(L"opengl32.dll") == nullptr) capture::Fail("no opengl32.dll");
  Hook hook(is_graphics ? std::to_wstring(GetCurrentProcessId()) : arguments[1], words);
  g_hook = &hook;
  CreateThread(nullptr, 0, Answer, nullptr, 0, nullptr);
  Say("ready");
  for (;;) {
    hook.Step();
    Sleep(16);
  }
}
