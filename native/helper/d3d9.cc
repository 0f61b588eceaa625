#include <d3d9.h>

#include "com.h"
#include "direct3d.h"

namespace framelatch::helper {
namespace {

// Slots of IDirect3DDevice9, IDirect3DDevice9Ex and IDirect3DSwapChain9 (d3d9.h).
constexpr size_t kPresent = 17;
constexpr size_t kPresentEx = 121;
constexpr size_t kSwapChainPresent = 3;

using CreateEx = HRESULT(WINAPI*)(UINT, IDirect3D9Ex**);

D3DPRESENT_PARAMETERS Parameters(HWND window) {
  D3DPRESENT_PARAMETERS parameters{};
  parameters.BackBufferWidth = 2;
  parameters.BackBufferHeight = 2;
  parameters.BackBufferFormat = D3DFMT_A8R8G8B8;
  parameters.BackBufferCount = 1;
  parameters.SwapEffect = D3DSWAPEFFECT_FLIP;
  parameters.hDeviceWindow = window;
  parameters.Windowed = TRUE;
  parameters.PresentationInterval = D3DPRESENT_INTERVAL_IMMEDIATE;
  return parameters;
}

}  // namespace

Places FindD3d9(HWND window) {
  const HMODULE library = LoadLibraryW(L"d3d9.dll");
  const auto create = FunctionOf<CreateEx>(library, "Direct3DCreate9Ex");
  Owned<IDirect3D9Ex> direct3d;
  if (create == nullptr || FAILED(create(D3D_SDK_VERSION, direct3d.out()))) return {};
  D3DPRESENT_PARAMETERS parameters = Parameters(window);
  const DWORD flags = D3DCREATE_HARDWARE_VERTEXPROCESSING | D3DCREATE_NOWINDOWCHANGES;
  Owned<IDirect3DDevice9Ex> device;
  const HRESULT made =
      direct3d->CreateDeviceEx(D3DADAPTER_DEFAULT, D3DDEVTYPE_HAL, window, flags, &parameters, nullptr, device.out());
  if (FAILED(made)) return {};
  Places places;
  if (const auto offset = OffsetOfSlot(device.get(), kPresent, library)) places.push_back({"present", *offset});
  if (const auto offset = OffsetOfSlot(device.get(), kPresentEx, library)) places.push_back({"present_ex", *offset});
  Owned<IDirect3DSwapChain9> chain;
  if (FAILED(device->GetSwapChain(0, chain.out()))) return places;
  if (const auto offset = OffsetOfSlot(chain.get(), kSwapChainPresent, library)) {
    places.push_back({"present_swap", *offset});
  }
  return places;
}

}  // namespace framelatch::helper
