#pragma once

#include <optional>
#include <string_view>

namespace framelatch {

// The layouts that can be told apart; their names are those of protocol/source.ts.
enum class LayoutId { kCaptureHook, kGameCapture, kVirtualCamera, kXwd, kRaw, kCheckedBlock, kStruct, kTask };

std::string_view NameOf(LayoutId layout) noexcept;
std::optional<LayoutId> LayoutOf(std::string_view name) noexcept;

}  // namespace framelatch
