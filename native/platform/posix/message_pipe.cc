#include "platform/posix/message_pipe.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "platform/posix/file_descriptor.h"

namespace framelatch::posix {
namespace {

constexpr char kOperation[] = "listen on pipe";

// A path that fits, as connect and bind take it.
sockaddr_un AddressOf(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    throw Error("name-invalid", kOperation, path,
                "found a path of " + std::to_string(path.size()) + " bytes, expected at most " +
                    std::to_string(sizeof address.sun_path - 1),
                "Set XDG_RUNTIME_DIR to a folder with a shorter path.");
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

FileDescriptor NewSocket() { return FileDescriptor(socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)); }

const sockaddr* Generic(const sockaddr_un& address) { return reinterpret_cast<const sockaddr*>(&address); }

// A socket whose owner died stays in its folder, and refuses who calls.
bool IsDead(const sockaddr_un& address) {
  const FileDescriptor caller = NewSocket();
  return connect(caller.get(), Generic(address), sizeof address) != 0 && errno == ECONNREFUSED;
}

Error ListenError(const std::string& path, int error) {
  if (error == EADDRINUSE) {
    return {"pipe-taken", kOperation, path, "another process listens there already", "End it, then try again.", error};
  }
  return {"pipe-denied",
          kOperation,
          path,
          std::generic_category().message(error),
          "Check that the folder is yours and that it can be written.",
          error};
}

bool IsOurUsers(int socket) {
  ucred peer{};
  socklen_t length = sizeof peer;
  return getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 && peer.uid == getuid();
}

class PosixMessagePipe final : public MessagePipe {
 public:
  PosixMessagePipe(FileDescriptor listener, std::string path) : listener_(std::move(listener)), path_(std::move(path)) {
    struct stat status {};
    if (lstat(path_.c_str(), &status) == 0) inode_ = status.st_ino;
  }

  ~PosixMessagePipe() override {
    struct stat status {};
    if (lstat(path_.c_str(), &status) == 0 && status.st_ino == inode_) unlink(path_.c_str());
  }

  std::optional<PipeEvent> Poll() override {
    // First to its end: a sender that left and came back is no second one.
    if (sender_.valid()) {
      if (auto event = Read()) return event;
    }
    FileDescriptor caller(accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    // One sender at a time: whoever else calls is sent away by closing what was accepted.
    if (!caller.valid() || sender_.valid() || !IsOurUsers(caller.get())) return std::nullopt;
    sender_ = std::move(caller);
    received_ = 0;
    return PipeEvent{PipeEventKind::kConnected};
  }

 private:
  std::optional<PipeEvent> Read() {
    // First the length, then so many bytes of the message.
    while (received_ < sizeof length_) {
      const auto got = Receive(reinterpret_cast<std::byte*>(&length_) + received_, sizeof length_ - received_);
      if (got != Received::kSome) return Stopped(got);
      if (received_ < sizeof length_) continue;
      if (length_ > kLongestMessage) return Leave(PipeEventKind::kRefused);
      message_.resize(length_);
    }
    while (received_ < sizeof length_ + length_) {
      const size_t at = received_ - sizeof length_;
      const auto got = Receive(message_.data() + at, length_ - at);
      if (got != Received::kSome) return Stopped(got);
    }
    received_ = 0;
    return PipeEvent{PipeEventKind::kMessage, std::exchange(message_, {})};
  }

  enum class Received { kSome, kNothingYet, kEnd };
  Received Receive(std::byte* target, size_t bytes) {
    const ssize_t count = recv(sender_.get(), target, bytes, 0);
    if (count > 0) {
      received_ += static_cast<size_t>(count);
      return Received::kSome;
    }
    return count < 0 && (errno == EAGAIN || errno == EINTR) ? Received::kNothingYet : Received::kEnd;
  }

  std::optional<PipeEvent> Stopped(Received how) {
    if (how == Received::kNothingYet) return std::nullopt;
    return Leave(PipeEventKind::kEnded);
  }

  PipeEvent Leave(PipeEventKind kind) {
    sender_ = {};
    return {kind};
  }

  FileDescriptor listener_;
  std::string path_;
  ino_t inode_ = 0;
  FileDescriptor sender_;  // invalid while nobody is connected
  size_t received_ = 0;    // bytes of the message that is coming, its length's four included
  uint32_t length_ = 0;
  std::vector<std::byte> message_;
};

}  // namespace

std::unique_ptr<MessagePipe> ListenForMessages(const std::string& path) {
  const sockaddr_un address = AddressOf(path);
  FileDescriptor listener = NewSocket();
  if (IsDead(address)) unlink(path.c_str());
  if (bind(listener.get(), Generic(address), sizeof address) != 0 || listen(listener.get(), 1) != 0) {
    throw ListenError(path, errno);
  }
  return std::make_unique<PosixMessagePipe>(std::move(listener), path);
}

}  // namespace framelatch::posix
