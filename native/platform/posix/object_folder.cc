#include "platform/posix/object_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <string>
#include <system_error>

#include "core/error.h"
#include "platform/posix/event.h"
#include "platform/posix/file_descriptor.h"
#include "platform/posix/mutex.h"
#include "platform/posix/names.h"

namespace framelatch::posix {
namespace {

// Regions and the 16-byte objects share one folder: only the first word tells them apart.
ObjectKind KindOf(int folder, const char* file_name, uint64_t bytes) {
  if (bytes != kSmallObjectBytes) return ObjectKind::kRegion;
  const FileDescriptor file(openat(folder, file_name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  uint32_t magic = 0;
  if (!file.valid() || pread(file.get(), &magic, sizeof magic, 0) != sizeof magic) return ObjectKind::kOther;
  if (magic == kMutexMagic) return ObjectKind::kMutex;
  return magic == kEventMagic ? ObjectKind::kEvent : ObjectKind::kRegion;
}

std::optional<NamedObject> ObjectAt(int folder, const char* file_name) {
  struct stat status {};
  if (fstatat(folder, file_name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  const auto bytes = static_cast<uint64_t>(status.st_size);
  return NamedObject{file_name, KindOf(folder, file_name, bytes), bytes, {status.st_dev, status.st_ino}};
}

[[noreturn]] void ThrowUnlisted(int error) {
  throw Error(error == ENOENT ? "mapping-missing" : "mapping-denied", "list", kSharedMemoryFolder,
              "found " + std::generic_category().message(error) + ", expected the folder of all shared memory",
              "Check that it is mounted and that this user may look into it: without it no mapping can be found.",
              error);
}

bool Has(const std::string& path, const ObjectIdentity& identity) {
  struct stat status {};
  return lstat(path.c_str(), &status) == 0 && ObjectIdentity{status.st_dev, status.st_ino} == identity;
}

bool Move(const std::string& from, const std::string& to) {
  return renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0;
}

// Of this process's own, beside the objects.
std::string NameAside() {
  static std::atomic<uint64_t> count = 0;
  std::string path(kSharedMemoryFolder);
  path += "/.framelatch-removed-";
  path += std::to_string(getpid());
  path += '-';
  path += std::to_string(++count);
  return path;
}

}  // namespace

std::vector<NamedObject> ListObjects() {
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(opendir(kSharedMemoryFolder), closedir);
  if (!folder) ThrowUnlisted(errno);
  std::vector<NamedObject> objects;
  while (const dirent* entry = readdir(folder.get())) {
    auto object = ObjectAt(dirfd(folder.get()), entry->d_name);
    if (!object) continue;
    object->name = ListedName(object->name);
    objects.push_back(std::move(*object));
  }
  return objects;
}

std::optional<NamedObject> FindObject(std::string_view name) {
  if (IsPath(name) || !IsValidName(name)) return std::nullopt;
  auto object = ObjectAt(AT_FDCWD, ObjectPath(name).c_str());
  if (object) object->name = name;
  return object;
}

// unlink(2) takes a name, whatever it means by then. Moved aside first, an object can be looked at where nobody else
// changes what the name means; one that was made in between gets its name back at once.
bool RemoveObject(std::string_view name, const ObjectIdentity& identity) {
  const std::string path = ObjectPath(name);
  const std::string aside = NameAside();
  if (!Has(path, identity) || !Move(path, aside)) return false;
  const bool is_it = Has(aside, identity);
  // Where the name was given to a third object meanwhile, the one aside has lost it to that one.
  if (is_it || !Move(aside, path)) unlink(aside.c_str());
  return is_it;
}

}  // namespace framelatch::posix
