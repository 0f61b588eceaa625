#include "com.h"
#include "direct3d.h"

// Newer SDKs of Windows have no header for Direct3D 8 any more; mingw-w64 has.
#if __has_include(<d3d8.h>)
#include <d3d8.h>

namespace framelatch::helper {
namespace {

// The slot of IDirect3DDevice8 (d3d8.h).
constexpr size_t kPresent = 15;

using Create = IDirect3D8*(WINAPI*)(UINT);

}  // namespace

Places FindD3d8(HWND window) {
  const HMODULE library = LoadLibraryW(L"d3d8.dll");
  const auto create = FunctionOf<Create>(library, "Direct3DCreate8");
  if (create == nullptr) return {};
  Owned<IDirect3D8> direct3d;
  *direct3d.out() = create(D3D_SDK_VERSION);
  if (direct3d.get() == nullptr) return {};
  D3DDISPLAYMODE mode{};
  if (FAILED(direct3d->GetAdapterDisplayMode(D3DADAPTER_DEFAULT, &mode))) return {};
  D3DPRESENT_PARAMETERS parameters{};
  parameters.BackBufferWidth = 2;
  parameters.BackBufferHeight = 2;
  parameters.BackBufferFormat = mode.Format;
  parameters.BackBufferCount = 1;
  parameters.SwapEffect = D3DSWAPEFFECT_DISCARD;
  parameters.hDeviceWindow = window;
  parameters.Windowed = TRUE;
  Owned<IDirect3DDevice8> device;
  const HRESULT made = direct3d->CreateDevice(D3DADAPTER_DEFAULT, D3DDEVTYPE_HAL, window,
                                              D3DCREATE_HARDWARE_VERTEXPROCESSING, &parameters, device.out());
  if (FAILED(made)) return {};
  const auto offset = OffsetOfSlot(device.get(), kPresent, library);
  return offset ? Places{{"present", *offset}} : Places{};
}

}  // namespace framelatch::helper

#else

namespace framelatch::helper {

Places FindD3d8(HWND /*window*/) { return {}; }

}  // namespace framelatch::helper

#endif
