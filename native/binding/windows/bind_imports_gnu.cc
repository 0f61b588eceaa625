// delayimp.h uses what windows.h declares.
// clang-format off
#include <windows.h>
#include <delayimp.h>
// clang-format on

// GNU toolchain only. dlltool's stub, which binds a delayed import at its first call, does not save the floating-point
// argument registers (GNU binutils before 2.41): the first napi_create_double(42) would see another number. So every
// import is bound when the addon is loaded, through dlltool's own descriptor; nothing is loaded, only looked up in the
// running executable.

extern "C" {
extern const ImgDelayDescr __DELAY_IMPORT_DESCRIPTOR_libnode_a;
extern IMAGE_DOS_HEADER __ImageBase;
// Declared nowhere in mingw-w64; delayimp.c defines it.
FARPROC WINAPI __delayLoadHelper2(PCImgDelayDescr descriptor, FARPROC* entry);
}

namespace {

bool BindEveryImport() {
  auto* base = reinterpret_cast<unsigned char*>(&__ImageBase);
  const auto* names = reinterpret_cast<const IMAGE_THUNK_DATA*>(base + __DELAY_IMPORT_DESCRIPTOR_libnode_a.rvaINT);
  auto* entries = reinterpret_cast<FARPROC*>(base + __DELAY_IMPORT_DESCRIPTOR_libnode_a.rvaIAT);
  for (size_t i = 0; names[i].u1.AddressOfData != 0; ++i) {
    __delayLoadHelper2(&__DELAY_IMPORT_DESCRIPTOR_libnode_a, &entries[i]);
  }
  return true;
}

[[maybe_unused]] const bool bound = BindEveryImport();

}  // namespace
