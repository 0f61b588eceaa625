// A voice chat's positional link, in the shape that such headers have: wide text, and vectors beside it.
struct PositionalLink {
  uint32_t uiVersion;
  uint32_t uiTick;
  float fAvatarPosition[3];
  float fAvatarFront[3], fAvatarTop[3];
  wchar_t name[256];
  float fCameraPosition[3];
  wchar_t identity[256];
  uint32_t context_len;
  unsigned char context[256];
  wchar_t description[2048];
};
