#include "platform/windows/message_pipe.h"

#include <array>
#include <deque>
#include <memory>
#include <utility>

#include "core/error.h"
#include "platform/windows/handle.h"
#include "platform/windows/object_error.h"
#include "platform/windows/text.h"

namespace framelatch::windows {
namespace {

constexpr char kOperation[] = "listen on pipe";
constexpr DWORD kBufferBytes = 4096;
// What a sender may write ahead of us: its write waits only beyond that.
constexpr DWORD kPipeBytes = 1 << 20;

Error ListenError(const std::string& path, DWORD error) {
  // FILE_FLAG_FIRST_PIPE_INSTANCE answers so where the name has an instance, whoever's it is.
  if (error == ERROR_ACCESS_DENIED || error == ERROR_PIPE_BUSY) {
    return {"pipe-taken",
            kOperation,
            path,
            "another process listens there already: " + SystemReason(error),
            "End it, then try again.",
            error};
  }
  const bool is_name = error == ERROR_INVALID_NAME || error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND;
  return {is_name ? "name-invalid" : "pipe-denied",     kOperation, path, SystemReason(error),
          "Check the name, and what this user may do.", error};
}

// An access list that lets this user in and nobody else. Points into itself.
class UsersOnly {
 public:
  // False, with the system's error, when the user cannot be found out.
  bool Fill() {
    HANDLE token = nullptr;
    if (OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token) == FALSE) return false;
    const Handle owned(token);
    DWORD length = 0;
    if (GetTokenInformation(token, TokenUser, user_.data(), static_cast<DWORD>(user_.size()), &length) == FALSE) {
      return false;
    }
    auto* acl = reinterpret_cast<ACL*>(acl_.data());
    const PSID sid = reinterpret_cast<TOKEN_USER*>(user_.data())->User.Sid;
    return InitializeAcl(acl, static_cast<DWORD>(acl_.size()), ACL_REVISION) != FALSE &&
           AddAccessAllowedAce(acl, ACL_REVISION, GENERIC_ALL, sid) != FALSE &&
           InitializeSecurityDescriptor(&descriptor_, SECURITY_DESCRIPTOR_REVISION) != FALSE &&
           SetSecurityDescriptorDacl(&descriptor_, TRUE, acl, FALSE) != FALSE;
  }
  SECURITY_ATTRIBUTES* attributes() { return &attributes_; }

 private:
  alignas(TOKEN_USER) std::array<std::byte, sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE> user_{};
  alignas(ACL) std::array<std::byte, sizeof(ACL) + sizeof(ACCESS_ALLOWED_ACE) + SECURITY_MAX_SID_SIZE> acl_{};
  SECURITY_DESCRIPTOR descriptor_{};
  SECURITY_ATTRIBUTES attributes_{sizeof attributes_, &descriptor_, FALSE};
};

Handle CreatePipe(const std::string& path) {
  const auto wide_path = ToWide(path);
  if (!wide_path) throw ListenError(path, ERROR_INVALID_NAME);
  UsersOnly security;
  if (!security.Fill()) throw ListenError(path, GetLastError());
  Handle pipe(CreateNamedPipeW(wide_path->c_str(),
                               PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED | FILE_FLAG_FIRST_PIPE_INSTANCE,
                               PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE | PIPE_WAIT | PIPE_REJECT_REMOTE_CLIENTS, 1,
                               kBufferBytes, kPipeBytes, 0, security.attributes()));
  if (!pipe.valid()) throw ListenError(path, GetLastError());
  return pipe;
}

class WindowsMessagePipe final : public MessagePipe {
 public:
  explicit WindowsMessagePipe(Handle pipe)
      : pipe_(std::move(pipe)), done_(CreateEventW(nullptr, TRUE, FALSE, nullptr)) {
    Connect();
  }

  ~WindowsMessagePipe() override {
    if (!pending_) return;
    // The system writes into overlapped_ and buffer_ until the operation has ended: wait for that, which a
    // cancellation brings at once.
    DWORD bytes = 0;
    if (CancelIoEx(pipe_.get(), &overlapped_) != FALSE || GetLastError() != ERROR_NOT_FOUND) {
      GetOverlappedResult(pipe_.get(), &overlapped_, &bytes, TRUE);
    }
  }

  std::optional<PipeEvent> Poll() override {
    if (pending_) {
      DWORD bytes = 0;
      const bool whole = GetOverlappedResult(pipe_.get(), &overlapped_, &bytes, FALSE) != FALSE;
      const DWORD error = whole ? ERROR_SUCCESS : GetLastError();
      if (error == ERROR_IO_INCOMPLETE) return std::nullopt;
      pending_ = false;
      Finish(error, bytes);
    }
    return Next();
  }

 private:
  enum class State { kConnecting, kConnected };

  // What the operation that has just ended brought.
  void Finish(DWORD error, DWORD bytes) {
    if (state_ == State::kConnecting) {
      if (error == ERROR_SUCCESS || error == ERROR_PIPE_CONNECTED) return Welcome();
      return Connect();
    }
    // More of the message is to come after ERROR_MORE_DATA.
    if (error == ERROR_SUCCESS || error == ERROR_MORE_DATA) {
      message_.insert(message_.end(), buffer_.begin(), buffer_.begin() + bytes);
      if (message_.size() > kLongestMessage) return Leave(PipeEventKind::kRefused);
      if (error == ERROR_SUCCESS) happened_.push_back({PipeEventKind::kMessage, std::exchange(message_, {})});
      return;
    }
    Leave(PipeEventKind::kEnded);
  }

  // Starts the next operation, unless something is to be told first.
  std::optional<PipeEvent> Next() {
    if (!pending_ && state_ == State::kConnecting) Connect();
    while (happened_.empty() && !pending_ && state_ == State::kConnected) Read();
    if (happened_.empty()) return std::nullopt;
    PipeEvent first = std::move(happened_.front());
    happened_.pop_front();
    return first;
  }

  void Connect() {
    state_ = State::kConnecting;
    Restart();
    if (ConnectNamedPipe(pipe_.get(), &overlapped_) != FALSE) return Welcome();
    const DWORD error = GetLastError();
    if (error == ERROR_PIPE_CONNECTED) return Welcome();
    // ERROR_NO_DATA: a sender came and left before this; it is seen off, and the next one awaited.
    if (error == ERROR_NO_DATA) DisconnectNamedPipe(pipe_.get());
    pending_ = error == ERROR_IO_PENDING;
  }

  void Welcome() {
    state_ = State::kConnected;
    happened_.push_back({PipeEventKind::kConnected});
  }

  void Read() {
    Restart();
    DWORD bytes = 0;
    const bool whole = ReadFile(pipe_.get(), buffer_.data(), kBufferBytes, &bytes, &overlapped_) != FALSE;
    const DWORD error = whole ? ERROR_SUCCESS : GetLastError();
    pending_ = error == ERROR_IO_PENDING;
    if (pending_) return;
    // Ended at once; how much came is in overlapped_.
    GetOverlappedResult(pipe_.get(), &overlapped_, &bytes, FALSE);
    Finish(error, error == ERROR_SUCCESS || error == ERROR_MORE_DATA ? bytes : 0);
  }

  void Leave(PipeEventKind kind) {
    message_.clear();
    happened_.push_back({kind});
    DisconnectNamedPipe(pipe_.get());
    Connect();
  }

  void Restart() {
    overlapped_ = {};
    overlapped_.hEvent = done_.get();
    ResetEvent(done_.get());
  }

  Handle pipe_;
  Handle done_;
  OVERLAPPED overlapped_{};
  std::array<std::byte, kBufferBytes> buffer_{};
  State state_ = State::kConnecting;
  bool pending_ = false;
  std::deque<PipeEvent> happened_;  // to be told, oldest first
  std::vector<std::byte> message_;
};

}  // namespace

std::unique_ptr<MessagePipe> ListenForMessages(const std::string& path) {
  return std::make_unique<WindowsMessagePipe>(CreatePipe(path));
}

}  // namespace framelatch::windows
