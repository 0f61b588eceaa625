#include <d3d8.h>
#include <windows.h>

#include "present_probe.h"

// Apart from Direct3D 9: their headers exclude each other.
namespace probe {

bool ProbeD3d8(HWND window, size_t offset) {
  const HMODULE library = LoadLibraryW(L"d3d8.dll");
  using Create = IDirect3D8*(WINAPI*)(UINT);
  const auto create = reinterpret_cast<Create>(reinterpret_cast<void*>(GetProcAddress(library, "Direct3DCreate8")));
  IDirect3D8* const direct3d = create == nullptr ? nullptr : create(D3D_SDK_VERSION);
  if (direct3d == nullptr) Fail("no device");
  D3DPRESENT_PARAMETERS parameters{};
  parameters.BackBufferFormat = D3DFMT_X8R8G8B8;
  parameters.BackBufferWidth = 64;
  parameters.BackBufferHeight = 48;
  parameters.SwapEffect = D3DSWAPEFFECT_DISCARD;
  parameters.Windowed = TRUE;
  IDirect3DDevice8* device = nullptr;
  const HRESULT made =
      direct3d->CreateDevice(0, D3DDEVTYPE_HAL, window, D3DCREATE_HARDWARE_VERTEXPROCESSING, &parameters, &device);
  if (FAILED(made)) Fail("no device");
  return Receives(reinterpret_cast<uint8_t*>(library) + offset, device,
                  [&] { device->Present(nullptr, nullptr, nullptr, nullptr); });
}

}  // namespace probe
