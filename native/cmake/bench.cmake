# What `npm run bench` runs beside the app: a paced producer, and kernels measured against plain loops and memcpy.
add_executable(framelatch_bench_producer bench/producer.cc)
add_executable(framelatch_copy_bench bench/copy_bench.cc)
add_executable(framelatch_facts_bench bench/facts_bench.cc)
add_executable(framelatch_layouts_bench bench/layouts_bench.cc bench/baselines.cc)
add_executable(framelatch_transports_bench bench/transports_bench.cc bench/channels.cc)
set_source_files_properties(bench/baselines.cc PROPERTIES COMPILE_OPTIONS "-O2;-fno-tree-vectorize")
foreach(program framelatch_bench_producer framelatch_copy_bench framelatch_facts_bench framelatch_layouts_bench
        framelatch_transports_bench)
  target_link_libraries(${program} PRIVATE framelatch_core)
endforeach()
