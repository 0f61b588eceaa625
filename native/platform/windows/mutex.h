#pragma once

#include <memory>
#include <string_view>

#include "platform/platform.h"

namespace framelatch::windows {

std::unique_ptr<NamedMutex> OpenNamedMutex(std::string_view name);
// Takes a mutex that exists already, as hooks do: a reader that holds the old one must not keep a producer from
// restarting.
std::unique_ptr<NamedMutex> CreateNamedMutex(std::string_view name);
// NtQueryMutant; acquires nothing.
MutexLook LookAtNamedMutex(std::string_view name);

}  // namespace framelatch::windows
