#pragma once

/// Before a function with loops over arrays: compiled once for each level of the processor that matters
/// (AVX2, AVX-512), chosen when the program starts. The program itself runs on any x86-64; elsewhere it is an
/// ordinary function. Not under the sanitizers, which aren't ready when the choice is made.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define ZHIHENG_EACH_PROCESSOR __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define ZHIHENG_EACH_PROCESSOR
#endif
