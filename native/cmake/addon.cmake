# The Node-API addon. Headers come from packages, so nothing is downloaded at build time.
file(GLOB binding_sources CONFIGURE_DEPENDS binding/*.cc)
add_library(framelatch_addon SHARED ${binding_sources})
set_target_properties(framelatch_addon PROPERTIES PREFIX "" OUTPUT_NAME framelatch SUFFIX ".node")
target_include_directories(framelatch_addon SYSTEM PRIVATE
  ${FRAMELATCH_NODE_MODULES}/node-api-headers/include
  ${FRAMELATCH_NODE_MODULES}/node-addon-api)
# NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS: a listener that ends its thread (process.exit in a worker) leaves an environment
# in which nothing can be thrown any more; without it node-addon-api aborts the process.
target_compile_definitions(framelatch_addon PRIVATE
  NAPI_VERSION=8
  NAPI_CPP_EXCEPTIONS
  NODE_ADDON_API_CPP_EXCEPTIONS_ALL
  NODE_API_NO_EXTERNAL_BUFFERS_ALLOWED
  NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS
  BUILDING_NODE_EXTENSION)
target_precompile_headers(framelatch_addon PRIVATE <napi.h>)
target_link_libraries(framelatch_addon PRIVATE framelatch_core)

if(WIN32)
  include(cmake/windows-addon.cmake)
elseif(APPLE)
  target_link_options(framelatch_addon PRIVATE -undefined dynamic_lookup)
else()
  target_link_options(framelatch_addon PRIVATE -Wl,--version-script=${CMAKE_CURRENT_SOURCE_DIR}/cmake/addon.map)
endif()
if(NOT MSVC AND CMAKE_BUILD_TYPE STREQUAL "Release")
  add_custom_command(TARGET framelatch_addon POST_BUILD COMMAND ${CMAKE_STRIP} -x $<TARGET_FILE:framelatch_addon>)
endif()
