#include <d3d11.h>
#include <d3d9.h>
#include <dxgi1_2.h>
#include <windows.h>

#include "present_probe.h"

namespace probe {
namespace {

template <typename Function>
Function Import(const wchar_t* library, const char* name) {
  const HMODULE module = LoadLibraryW(library);
  return module == nullptr ? nullptr
                           : reinterpret_cast<Function>(reinterpret_cast<void*>(GetProcAddress(module, name)));
}

uint8_t* Place(const wchar_t* library, size_t offset) {
  return reinterpret_cast<uint8_t*>(GetModuleHandleW(library)) + offset;
}

IDXGISwapChain1* SwapChain(HWND window) {
  const auto create_device = Import<PFN_D3D11_CREATE_DEVICE>(L"d3d11.dll", "D3D11CreateDevice");
  using CreateFactory = HRESULT(WINAPI*)(REFIID, void**);
  const auto create_factory = Import<CreateFactory>(L"dxgi.dll", "CreateDXGIFactory1");
  ID3D11Device* device = nullptr;
  IDXGIFactory2* factory = nullptr;
  if (create_device == nullptr || create_factory == nullptr) Fail("no device");
  const HRESULT made = create_device(nullptr, D3D_DRIVER_TYPE_HARDWARE, nullptr, 0, nullptr, 0, D3D11_SDK_VERSION,
                                     &device, nullptr, nullptr);
  if (FAILED(made)) Fail("no device");
  if (FAILED(create_factory(__uuidof(IDXGIFactory2), reinterpret_cast<void**>(&factory)))) Fail("no factory");
  DXGI_SWAP_CHAIN_DESC1 description{};
  description.Width = 64;
  description.Height = 48;
  description.Format = DXGI_FORMAT_R8G8B8A8_UNORM;
  description.SampleDesc.Count = 1;
  description.BufferUsage = DXGI_USAGE_RENDER_TARGET_OUTPUT;
  description.BufferCount = 2;
  description.SwapEffect = DXGI_SWAP_EFFECT_DISCARD;
  IDXGISwapChain1* chain = nullptr;
  if (FAILED(factory->CreateSwapChainForHwnd(device, window, &description, nullptr, nullptr, &chain))) Fail("no chain");
  return chain;
}

IDirect3DDevice9Ex* Device9(HWND window) {
  using Create = HRESULT(WINAPI*)(UINT, IDirect3D9Ex**);
  const auto create = Import<Create>(L"d3d9.dll", "Direct3DCreate9Ex");
  IDirect3D9Ex* direct3d = nullptr;
  if (create == nullptr || FAILED(create(D3D_SDK_VERSION, &direct3d))) Fail("no device");
  D3DPRESENT_PARAMETERS parameters{};
  parameters.BackBufferFormat = D3DFMT_X8R8G8B8;
  parameters.BackBufferWidth = 64;
  parameters.BackBufferHeight = 48;
  parameters.SwapEffect = D3DSWAPEFFECT_DISCARD;
  parameters.hDeviceWindow = window;
  parameters.Windowed = TRUE;
  IDirect3DDevice9Ex* device = nullptr;
  const HRESULT made = direct3d->CreateDeviceEx(0, D3DDEVTYPE_HAL, window, D3DCREATE_HARDWARE_VERTEXPROCESSING,
                                                &parameters, nullptr, &device);
  if (FAILED(made)) Fail("no device");
  return device;
}

}  // namespace

bool ProbeDxgi(HWND window, const std::string& name, size_t offset) {
  IDXGISwapChain1* const chain = SwapChain(window);
  return Receives(Place(L"dxgi.dll", offset), chain, [&] {
    const DXGI_PRESENT_PARAMETERS whole{};
    if (name == "dxgi.present") chain->Present(0, 0);
    if (name == "dxgi.present1") chain->Present1(0, 0, &whole);
    if (name == "dxgi.resize") chain->ResizeBuffers(2, 32, 32, DXGI_FORMAT_R8G8B8A8_UNORM, 0);
    if (name == "dxgi.release") {
      chain->AddRef();
      chain->Release();
    }
  });
}

bool ProbeD3d9(HWND window, const std::string& name, size_t offset) {
  IDirect3DDevice9Ex* const device = Device9(window);
  IDirect3DSwapChain9* chain = nullptr;
  device->GetSwapChain(0, &chain);
  const void* object = name == "d3d9.present_swap" ? static_cast<void*>(chain) : device;
  return Receives(Place(L"d3d9.dll", offset), object, [&] {
    if (name == "d3d9.present") device->Present(nullptr, nullptr, nullptr, nullptr);
    if (name == "d3d9.present_ex") device->PresentEx(nullptr, nullptr, nullptr, nullptr, 0);
    if (name == "d3d9.present_swap") chain->Present(nullptr, nullptr, nullptr, nullptr, 0);
  });
}

}  // namespace probe
