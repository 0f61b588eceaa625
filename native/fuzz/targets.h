#pragma once

#include <cstddef>
#include <span>
#include <string_view>

// What is fed with bytes that nobody vouches for. Whatever they are, a target throws nothing but framelatch::Error,
// which it takes back itself, and touches no byte that it was not given.
namespace framelatch::fuzz {

struct Target {
  std::string_view name;  // of its corpus too
  void (*run)(std::span<const std::byte> input);
};

std::span<const Target> Targets();

// layouts.cc: the input is the object's bytes, as a producer would have written them.
void CaptureHook(std::span<const std::byte> input);  // the hook info, then the texture mapping
void GameCapture(std::span<const std::byte> input);  // the same
void VirtualCamera(std::span<const std::byte> input);
void Xwd(std::span<const std::byte> input);
void CheckedBlock(std::span<const std::byte> input);
void Task(std::span<const std::byte> input);
void Raw(std::span<const std::byte> input);  // a description, then the region

// pixels.cc
void Sniff(std::span<const std::byte> input);    // whose bytes are these
void Convert(std::span<const std::byte> input);  // a description of a picture, then its bytes
void Names(std::span<const std::byte> input);    // a name, as a listing or a user gives it

}  // namespace framelatch::fuzz
