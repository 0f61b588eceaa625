# Node's functions come from the executable that loads the addon, whatever it is called: node.exe, electron.exe, an app's own
# name. So the import is delayed, and a hook answers "node.exe" with the running executable.
target_sources(framelatch_addon PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/binding/windows/delay_load_hook.cc)
set(node_definitions ${FRAMELATCH_NODE_MODULES}/node-api-headers/def/node_api.def)

if(MSVC)
  set(node_library ${CMAKE_CURRENT_BINARY_DIR}/node.lib)
  set(make_node_library ${CMAKE_AR} /def:${node_definitions} /name:node.exe /out:${node_library} /machine:x64 /nologo)
  target_link_options(framelatch_addon PRIVATE /DELAYLOAD:node.exe)
  target_link_libraries(framelatch_addon PRIVATE delayimp)
else()
  # The file's name, as it is given here, is part of the symbols that bind_imports_gnu.cc uses.
  set(node_library ${CMAKE_CURRENT_BINARY_DIR}/libnode.a)
  target_sources(framelatch_addon PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/binding/windows/bind_imports_gnu.cc)
  set(make_node_library ${CMAKE_DLLTOOL} -D node.exe -d ${node_definitions} --output-delaylib libnode.a)
endif()

add_custom_command(
  OUTPUT ${node_library}
  COMMAND ${make_node_library}
  WORKING_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}
  DEPENDS ${node_definitions}
  COMMENT "Import library of Node-API")
add_custom_target(node_library DEPENDS ${node_library})
add_dependencies(framelatch_addon node_library)
target_link_libraries(framelatch_addon PRIVATE ${node_library})
