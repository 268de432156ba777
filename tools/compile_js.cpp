// compile_js SOURCE.js BYTECODE: compiles a script with the installed Duktape, at build time, so that a
// program that embeds the result starts without parsing a megabyte of JavaScript. Bytecode holds for exactly
// one version of Duktape.
#include <duktape.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

int main(int argc, char** argv) {
  if (argc != 3) return std::fputs("usage: compile_js SOURCE.js BYTECODE\n", stderr), 2;
  std::ifstream in(argv[1], std::ios::binary);
  const std::string source{std::istreambuf_iterator<char>(in), {}};
  duk_context* heap = duk_create_heap_default();
  if (!in || !heap) return std::fprintf(stderr, "compile_js: can't read %s\n", argv[1]), 3;
  duk_push_string(heap, "script.js");
  if (duk_pcompile_lstring_filename(heap, 0, source.data(), source.size()) != 0) {
    std::fprintf(stderr, "compile_js: %s: %s\n", argv[1], duk_safe_to_string(heap, -1));
    return 2;
  }
  duk_dump_function(heap);
  duk_size_t size = 0;
  const void* bytecode = duk_require_buffer_data(heap, -1, &size);
  std::ofstream out(argv[2], std::ios::binary);
  out.write(static_cast<const char*>(bytecode), static_cast<std::streamsize>(size));
  out.close();
  duk_destroy_heap(heap);
  return out ? 0 : (std::fprintf(stderr, "compile_js: can't write %s\n", argv[2]), 3);
}
