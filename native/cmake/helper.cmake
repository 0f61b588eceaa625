# framelatch-offsets: a program of its own beside the addon, one for each bitness of the programs that are attached to.
file(GLOB helper_sources CONFIGURE_DEPENDS helper/*.cc)
add_executable(framelatch_offsets ${helper_sources})
math(EXPR helper_bits "8 * ${CMAKE_SIZEOF_VOID_P}")
set_target_properties(framelatch_offsets PROPERTIES OUTPUT_NAME framelatch-offsets${helper_bits})
target_compile_definitions(framelatch_offsets PRIVATE UNICODE _UNICODE NOMINMAX WIN32_LEAN_AND_MEAN _WIN32_WINNT=0x0A00)
if(MINGW)
  target_link_options(framelatch_offsets PRIVATE -s)
endif()
