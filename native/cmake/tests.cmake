# GoogleTest over the core: no Node in it. Everything in one program, so that sanitizers see it all.
find_package(GTest REQUIRED)
file(GLOB test_sources CONFIGURE_DEPENDS test/*.cc)
add_executable(framelatch_tests ${test_sources})
target_link_libraries(framelatch_tests PRIVATE framelatch_core GTest::gtest GTest::gtest_main)
add_test(NAME framelatch_tests COMMAND framelatch_tests)
