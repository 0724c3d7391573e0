// Defaults of every executable of the sanitizer presets; ASAN_OPTIONS and UBSAN_OPTIONS override them.

// The engine keeps its heaps until the process ends, installs a handler of its own for SIGSEGV, and
// asks for more address space than there is memory.
const char *__asan_default_options(void) {
  return "detect_leaks=0:allow_user_segv_handler=1:allocator_may_return_null=1:detect_stack_use_after_return=0";
}

const char *__ubsan_default_options(void) { return "print_stacktrace=1"; }
