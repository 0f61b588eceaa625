#include <d3d11.h>
#include <dxgi1_2.h>

#include "com.h"
#include "direct3d.h"

namespace framelatch::helper {
namespace {

// Slots of IDXGISwapChain (dxgi.h) and IDXGISwapChain1 (dxgi1_2.h); 2 is IUnknown's Release.
constexpr size_t kRelease = 2;
constexpr size_t kPresent = 8;
constexpr size_t kResizeBuffers = 13;
constexpr size_t kPresent1 = 22;

DXGI_SWAP_CHAIN_DESC Description(HWND window) {
  DXGI_SWAP_CHAIN_DESC description{};
  description.BufferDesc.Width = 2;
  description.BufferDesc.Height = 2;
  description.BufferDesc.Format = DXGI_FORMAT_B8G8R8A8_UNORM;
  description.SampleDesc.Count = 1;
  description.BufferUsage = DXGI_USAGE_RENDER_TARGET_OUTPUT;
  description.BufferCount = 2;
  description.OutputWindow = window;
  description.Windowed = TRUE;
  return description;
}

void Add(Places* places, const char* name, IUnknown* object, size_t slot, HMODULE library) {
  if (const auto offset = OffsetOfSlot(object, slot, library)) places->push_back({name, *offset});
}

bool MakeSwapChain(HWND window, Owned<IDXGISwapChain>* chain) {
  const auto create =
      FunctionOf<PFN_D3D11_CREATE_DEVICE_AND_SWAP_CHAIN>(LoadLibraryW(L"d3d11.dll"), "D3D11CreateDeviceAndSwapChain");
  if (create == nullptr) return false;
  const DXGI_SWAP_CHAIN_DESC description = Description(window);
  // The software renderer presents through the same code where no device is to be had.
  for (const D3D_DRIVER_TYPE type : {D3D_DRIVER_TYPE_HARDWARE, D3D_DRIVER_TYPE_WARP}) {
    Owned<ID3D11Device> device;
    Owned<ID3D11DeviceContext> context;
    const HRESULT result = create(nullptr, type, nullptr, 0, nullptr, 0, D3D11_SDK_VERSION, &description, chain->out(),
                                  device.out(), nullptr, context.out());
    if (SUCCEEDED(result)) return true;
  }
  return false;
}

}  // namespace

Places FindDxgi(HWND window) {
  Owned<IDXGISwapChain> chain;
  if (!MakeSwapChain(window, &chain)) return {};
  const HMODULE library = GetModuleHandleW(L"dxgi.dll");
  Places places;
  Add(&places, "present", chain.get(), kPresent, library);
  Owned<IDXGISwapChain1> newer;
  const bool has_newer =
      SUCCEEDED(chain->QueryInterface(__uuidof(IDXGISwapChain1), reinterpret_cast<void**>(newer.out())));
  if (has_newer) Add(&places, "present1", newer.get(), kPresent1, library);
  Add(&places, "resize", chain.get(), kResizeBuffers, library);
  Add(&places, "release", chain.get(), kRelease, library);
  return places;
}

}  // namespace framelatch::helper
