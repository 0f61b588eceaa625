# What test/windows/ runs beside the addon; shares no code with it.
add_executable(fault_producer test/windows/fault_producer.cc test/windows/capture.cc)
add_executable(hook_simulator test/windows/hook_simulator.cc test/windows/capture.cc)
add_executable(
  present_probe test/windows/present_probe.cc test/windows/present_probe_d3d8.cc test/windows/present_probe_direct3d.cc)
target_link_libraries(present_probe PRIVATE gdi32)
add_executable(setting_listener test/windows/setting_listener.cc)
foreach(program fault_producer hook_simulator present_probe setting_listener)
  target_compile_definitions(${program} PRIVATE UNICODE _UNICODE NOMINMAX WIN32_LEAN_AND_MEAN _WIN32_WINNT=0x0A00)
  if(MINGW AND program MATCHES "^(fault_producer|hook_simulator)$")
    target_link_options(${program} PRIVATE -municode)
  endif()
endforeach()
# The SDK's example in C, as its README compiles it.
enable_language(C)
add_executable(sdk_producer ../sdk/examples/producer.c)
# The scenario that is there in C too.
add_executable(scenario_1_producer ../examples/scenarios/1/producer.c)
add_executable(scenario_1_consumer ../examples/scenarios/1/consumer.c)
