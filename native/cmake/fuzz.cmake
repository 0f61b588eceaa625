# The layouts under libFuzzer, over a simulated platform (docs/robustness.md). clang only.
file(GLOB fuzz_sources CONFIGURE_DEPENDS fuzz/*.cc)
add_executable(framelatch_fuzz EXCLUDE_FROM_ALL ${fuzz_sources})
target_link_libraries(framelatch_fuzz PRIVATE framelatch_core framelatch_simulated)
target_compile_options(framelatch_core PRIVATE -fsanitize=fuzzer-no-link)
target_compile_options(framelatch_simulated PRIVATE -fsanitize=fuzzer-no-link)
target_compile_options(framelatch_fuzz PRIVATE -fsanitize=fuzzer)
target_link_options(framelatch_fuzz PRIVATE -fsanitize=fuzzer)
