# GoogleTest over the core: no Node in it. Everything in one program, so that sanitizers see it all.
find_package(GTest REQUIRED)
file(GLOB test_sources CONFIGURE_DEPENDS test/*.cc)
# Not with everything else: the addon's own build folder makes them too, and only when they are asked for.
add_executable(framelatch_tests EXCLUDE_FROM_ALL ${test_sources})
target_precompile_headers(framelatch_tests PRIVATE <gtest/gtest.h>)
target_link_libraries(framelatch_tests PRIVATE framelatch_core framelatch_simulated framelatch_setup_text GTest::gtest GTest::gtest_main)
add_test(NAME framelatch_tests COMMAND framelatch_tests)
